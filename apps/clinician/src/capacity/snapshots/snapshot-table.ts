import { publishedDigits } from '#libs/capacity';
import type { CapacitySnapshot } from '#libs/contracts';
import { stringify } from 'csv-stringify/sync';
import type { SheetData } from 'write-excel-file/node';

/** A snapshot, with what the published table says of it beside. */
export interface SnapshotLine extends CapacitySnapshot {
  readonly population: number | null;
  /** The ODS code of the organisation at the top, an integrated care board. */
  readonly system: string | null;
}

type Cell = string | number | null;

/** As the national series rounds since November 2023. */
const style = { rounded: true, aboveAll: '100%*' } as const;

const digitsOf = ({ capacity, patients, population }: SnapshotLine): ReturnType<typeof publishedDigits> =>
  publishedDigits({ capacity, patients, population: population ?? 0 }, style);

/** A number where it is one; `100%*` stays words. */
const cell = (digits: string): Cell => (digits === '' ? null : Number.isNaN(Number(digits)) ? digits : Number(digits));

/** The columns of the published table, then what it does not have: the day, the true occupancy, and how it was made. */
const columns: readonly (readonly [title: string, valueOf: (line: SnapshotLine) => Cell])[] = [
  ['month', ({ date }) => date.slice(0, 7)],
  ['region', () => null],
  ['region_code', () => null],
  ['icb_code', ({ system }) => system],
  ['name', ({ wardName }) => wardName],
  ['capacity', ({ capacity }) => capacity],
  ['capacity_per_100k', (line) => cell(digitsOf(line).capacityPer100k)],
  ['population_16_plus', ({ population }) => population],
  ['patients', ({ patients }) => patients],
  ['occupancy', (line) => cell(digitsOf(line).occupancy)],
  ['date', ({ date }) => date],
  ['true_occupancy', ({ occupancy }) => occupancy],
  ['made_from', ({ madeFrom }) => madeFrom],
];

const titles = columns.map(([title]) => title);
const cellsOf = (line: SnapshotLine): readonly Cell[] => columns.map(([, valueOf]) => valueOf(line));

/**
 * The snapshots as comma-separated values. With the mark by which spreadsheets know UTF-8; a name that a spreadsheet would
 * take for a formula is made harmless.
 */
export function snapshotCsv(lines: readonly SnapshotLine[]): string {
  return stringify([titles, ...lines.map(cellsOf)], { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

/** The snapshots as the cells of a sheet: text is text there, whatever it begins with. */
export function snapshotSheet(lines: readonly SnapshotLine[]): SheetData {
  return [
    titles.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...lines.map((line) =>
      cellsOf(line).map((value) =>
        value === null ? null : typeof value === 'number' ? { value, type: Number } : { value, type: String },
      ),
    ),
  ];
}
