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
  const faults = [...malformed, ...rows.flatMap((row) => ('faults' in row ? row.faults : [])), ...twice(data)];
  return faults.length > 0 ? refused(faults) : { ok: true, rows: rows.flatMap((row) => ('row' in row ? row.row : [])) };
}

const refused = (faults: readonly TableFault[]): ReadTable => ({ ok: false, faults: faults.slice(0, mostFaults) });
const expected = (found: string, what: string): string => `found "${found}", expected ${what}`;

type ReadRow = { readonly row: PublishedCapacity } | { readonly faults: readonly TableFault[] };

const patterns: Readonly<Record<Exclude<Column, 'region' | 'region_code'>, readonly [RegExp, what: string]>> = {
  month: [/^\d{4}-(?:0[1-9]|1[0-2])$/, 'a month such as 2024-02'],
  icb_code: [/^(?:-|[A-Z0-9]{3,10})$/, 'an ODS code, or - for England'],
  name: [/\S/, 'a name'],
  capacity: [/^\d{1,9}$/, 'a whole number'],
  capacity_per_100k: [/^\d+(?:\.\d+)?$/, 'a number'],
  population_16_plus: [/^\d{1,9}$/, 'a whole number'],
  patients: [/^\d{1,9}$/, 'a whole number'],
  occupancy: [/^(?:\d+(?:\.\d+)?|(?:100%)?\*)$/, 'a fraction, or * or 100%* above 1'],
};

/** @param number of the row, the heading being the first. */
function readRow(cells: Cells, number: number): ReadRow {
  const fault = (column: Column, what: string): TableFault => ({
    path: `row ${String(number)}, ${column}`,
    message: expected(cells[column] ?? '', what),
  });
  const misshapen = columns.flatMap((column) => {
    if (column === 'region' || column === 'region_code') return [];
    const [pattern, what] = patterns[column];
    return pattern.test(cells[column] ?? '') ? [] : [fault(column, what)];
  });
  if (misshapen.length > 0) return { faults: misshapen };
  const row = rowOf(cells);
  const { capacity, patients, population16Plus } = row;
  const [rate, occupancy] = [per100k(capacity, population16Plus), occupancyOf(patients, capacity)];
  const isAbove = cells.occupancy?.endsWith('*') === true;
  const wrong = [
    ...(isNear(row.capacityPer100k, rate, 0.051)
      ? []
      : [fault('capacity_per_100k', `about ${String(rate)} by its counts`)]),
    ...((isAbove ? patients > capacity : isNear(row.occupancy, occupancy, 0.000_51))
      ? []
      : [fault('occupancy', `about ${String(occupancy)} by its counts`)]),
  ];
  return wrong.length > 0 ? { faults: wrong } : { row };
}

/** Of cells that have the shape that they should have. */
function rowOf({ month = '', region = '', icb_code = noCode, name = '', ...cells }: Cells): PublishedCapacity {
  const [capacity, patients] = [Number(cells.capacity), Number(cells.patients)];
  const { occupancy = '' } = cells;
  const isAbove = occupancy.endsWith('*');
  return {
    month,
    region,
    code: icb_code,
    name,
    capacity,
    capacityPer100k: Number(cells.capacity_per_100k),
    population16Plus: Number(cells.population_16_plus),
    patients,
    // What a star stands for follows from the counts.
    occupancy: isAbove ? occupancyOf(patients, capacity) : Number(occupancy),
    occupancyShown: isAbove ? occupancy : occupancyShown(patients, capacity),
  };
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
