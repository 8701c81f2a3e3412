import { occupancyOf, occupancyShown, per100k } from '#libs/capacity';
import type { PublishedCapacity } from '#libs/contracts';
import Papa from 'papaparse';

/** A cell or row that is not as it is published: `row 3, patients`, and what was found and expected. */
export interface TableFault {
  readonly path: string;
  readonly message: string;
}

export type ReadTable =
  | { readonly ok: true; readonly rows: readonly PublishedCapacity[] }
  | { readonly ok: false; readonly faults: readonly TableFault[] };

const columns = [
  'month',
  'region',
  'region_code',
  'icb_code',
  'name',
  'capacity',
  'capacity_per_100k',
  'population_16_plus',
  'patients',
  'occupancy',
] as const;
type Column = (typeof columns)[number];
type Cells = Readonly<Partial<Record<Column, string>>>;

const mostFaults = 50;
/** What is published of England as a whole has this in place of a code. */
const noCode = '-';

/**
 * Reads the published national series from comma-separated values. Nothing is corrected: a row that does not add up is a
 * fault, with its number (the heading is row 1), its column, what was found and what was expected.
 */
export function readPublishedTable(text: string): ReadTable {
  const { data, meta, errors } = Papa.parse<Cells>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
  });
  const missing = columns.filter((column) => meta.fields?.includes(column) !== true);
  if (missing.length > 0) {
    const found = (meta.fields ?? []).join(', ');
    return refused(missing.map((column) => ({ path: 'row 1', message: expected(found, `a column ${column}`) })));
  }
  if (data.length === 0) return refused([{ path: 'row 2', message: expected('nothing', 'at least one row') }]);
  const malformed = errors.map(({ row = 0, message }) => ({ path: `row ${String(row + 2)}`, message }));
  const rows = data.map((cells, index) => readRow(cells, index + 2));
  const faults = [...malformed, ...rows.flatMap((row) => row.faults), ...twice(data)];
  return faults.length > 0 ? refused(faults) : { ok: true, rows: rows.map(({ row }) => row) };
}

const refused = (faults: readonly TableFault[]): ReadTable => ({ ok: false, faults: faults.slice(0, mostFaults) });
const expected = (found: string, what: string): string => `found "${found}", expected ${what}`;

function readRow(
  cells: Cells,
  number: number,
): { readonly row: PublishedCapacity; readonly faults: readonly TableFault[] } {
  const faults: TableFault[] = [];
  const text = (column: Column): string => cells[column] ?? '';
  const refuse = (column: Column, what: string): void => {
    faults.push({ path: `row ${String(number)}, ${column}`, message: expected(text(column), what) });
  };
  const count = (column: Column): number => {
    if (!/^\d{1,9}$/.test(text(column))) refuse(column, 'a whole number');
    return Number(text(column));
  };
  const decimal = (column: Column): number => {
    if (!/^\d+(?:\.\d+)?(?:[eE]-?\d+)?$/.test(text(column))) refuse(column, 'a number');
    return Number(text(column));
  };
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text('month'))) refuse('month', 'a month such as 2024-02');
  if (text('name').trim() === '') refuse('name', 'a name');
  if (!/^(?:-|[A-Z0-9]{3,10})$/.test(text('icb_code'))) refuse('icb_code', 'an ODS code, or - for England');
  const [capacity, patients, population] = [count('capacity'), count('patients'), count('population_16_plus')];
  const per = decimal('capacity_per_100k');
  if (faults.length === 0 && !isNear(per, per100k(capacity, population), 0.051))
    refuse('capacity_per_100k', `about ${String(per100k(capacity, population))} by its counts`);
  const isAbove = /^(?:100%)?\*$/.test(text('occupancy'));
  const occupancy = isAbove ? occupancyOf(patients, capacity) : decimal('occupancy');
  if (
    faults.length === 0 &&
    (isAbove ? patients <= capacity : !isNear(occupancy, occupancyOf(patients, capacity), 0.000_51))
  )
    refuse('occupancy', `${String(occupancyOf(patients, capacity))} by its counts`);
  const row: PublishedCapacity = {
    month: text('month'),
    region: text('region'),
    code: text('icb_code'),
    name: text('name'),
    capacity,
    capacityPer100k: per,
    population16Plus: population,
    patients,
    occupancy,
    occupancyShown: isAbove ? text('occupancy') : occupancyShown(patients, capacity),
  };
  return { row, faults };
}

/** Whether a number was rounded from another. */
const isNear = (found: number | null, exact: number | null, within: number): boolean =>
  found !== null && exact !== null && Math.abs(found - exact) < within;

function twice(rows: readonly Cells[]): readonly TableFault[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ month = '', icb_code = noCode }, index) => {
    const number = index + 2;
    const first = seen.get(`${month} ${icb_code}`);
    if (first === undefined) seen.set(`${month} ${icb_code}`, number);
    return first === undefined
      ? []
      : [
          {
            path: `row ${String(number)}, icb_code`,
            message: expected(icb_code, `one row a month: row ${String(first)} has it`),
          },
        ];
  });
}
