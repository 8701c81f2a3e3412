import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roundedRatio } from './rounding.ts';
import { publishedDigits, publishedStyle } from './published-series.ts';

interface Row {
  readonly month: string;
  readonly name: string;
  readonly capacity: number;
  readonly population: number;
  readonly patients: number;
  readonly published: { readonly capacityPer100k: string; readonly occupancy: string };
}

/** Only a name is quoted, and there is a comma in it. */
function rowOf(line: string): Row {
  const quoted = /"(.*)"/.exec(line)?.[1];
  const cells = line.replace(/".*"/, '').split(',');
  const [month = '', , , , name = '', capacity, per100k = '', population, patients, occupancy = ''] = cells;
  return {
    month,
    name: quoted ?? name,
    capacity: Number(capacity),
    population: Number(population),
    patients: Number(patients),
    published: { capacityPer100k: per100k, occupancy },
  };
}

const file = readFileSync(join(import.meta.dirname, '../data/national-virtual-ward-series.csv'), 'utf8');
const rows = file.trim().split(/\r?\n/).slice(1).map(rowOf);
const months = ['2023-07', '2023-09', '2023-11', '2024-01'];
const ofMonth = (month: string): readonly Row[] => rows.filter((row) => row.month === month);
const isEngland = ({ name }: Row): boolean => name.startsWith('ENGLAND');
const sum = (some: readonly Row[], of: (row: Row) => number): number => some.reduce((total, row) => total + of(row), 0);

/** Two cells of the first month were published with 15 digits, one and two fewer than their doubles need. */
const fifteenDigits = new Map([
  ['ENGLAND', 'occupancy'],
  ['NHS Lancashire and South Cumbria Integrated Care Board', 'capacityPer100k'],
]);

const expectedOf = (row: Row): Row['published'] => {
  const digits = publishedDigits(row, publishedStyle(row.month));
  const shortened = row.month === '2023-07' ? fifteenDigits.get(row.name) : undefined;
  const shorten = (text: string): string => String(Number(Number(text).toPrecision(15)));
  return {
    capacityPer100k: shortened === 'capacityPer100k' ? shorten(digits.capacityPer100k) : digits.capacityPer100k,
    occupancy: shortened === 'occupancy' ? shorten(digits.occupancy) : digits.occupancy,
  };
};

describe('The published national series', () => {
  it('has 42 systems and England in each month', () => {
    expect(months.map((month) => ofMonth(month).length)).toEqual([43, 43, 43, 43]);
    expect(rows).toHaveLength(4 * 43);
  });

  it.each(months)('%s is reproduced from its counts to the published digit, in every row', (month) => {
    expect(ofMonth(month).map((row) => ({ name: row.name, ...expectedOf(row) }))).toEqual(
      ofMonth(month).map(({ name, published }) => ({ name, ...published })),
    );
  });

  it.each(months)('of %s, England is the sum of its systems', (month) => {
    const england = ofMonth(month).find(isEngland);
    const systems = ofMonth(month).filter((row) => !isEngland(row));
    expect(england).toMatchObject({
      capacity: sum(systems, ({ capacity }) => capacity),
      patients: sum(systems, ({ patients }) => patients),
      population: sum(systems, ({ population }) => population),
    });
  });

  it('says where occupancy was above 1 in place of how much', () => {
    const above = rows.filter(({ published }) => published.occupancy.endsWith('*'));
    expect(above.map(({ month, published }) => `${month} ${published.occupancy}`)).toEqual([
      ...Array.from({ length: 3 }, () => '2023-07 *'),
      ...Array.from({ length: 3 }, () => '2023-09 100%*'),
      ...Array.from({ length: 2 }, () => '2023-11 100%*'),
    ]);
    expect(above.every(({ patients, capacity }) => patients > capacity)).toBe(true);
  });

  it('has only two cells with 15 digits', () => {
    const shortened = ofMonth('2023-07').filter((row) => {
      const digits = publishedDigits(row, publishedStyle(row.month));
      return digits.capacityPer100k !== row.published.capacityPer100k || digits.occupancy !== row.published.occupancy;
    });
    expect(shortened.map(({ name }) => name)).toEqual([...fifteenDigits.keys()]);
  });

  it('rounds as a person would: halves up', () => {
    expect(roundedRatio(217, 400, 3)).toBe('0.543');
  });
});
