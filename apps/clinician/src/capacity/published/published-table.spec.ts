import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPublishedTable } from './published-table.ts';

const file = join(import.meta.dirname, '../../../../../libs/capacity/data/national-virtual-ward-series.csv');
const series = readFileSync(file, 'utf8');
const [heading = '', ...rows] = series.split(/\r?\n/);
const changed = (from: string | RegExp, to: string): string => [heading, rows[0]?.replace(from, to)].join('\n');

describe('A published table', () => {
  it('is read as it was published, every row', () => {
    const table = readPublishedTable(series);
    expect(table.ok && table.rows).toHaveLength(172);
    expect(table.ok && table.rows[0]).toEqual({
      month: '2023-07',
      region: '-',
      code: '-',
      name: 'ENGLAND',
      capacity: 9713,
      capacityPer100k: 18.89802508536263,
      population16Plus: 51_396_905,
      patients: 6227,
      occupancy: 0.641099557294348,
      occupancyShown: '64.1%',
    });
  });

  it.each([
    ['a month that does not exist', changed('2023-07', '2023-13'), 'row 2, month', 'a month such as 2024-02'],
    ['no whole number', changed('9713', '9713.5'), 'row 2, capacity', 'a whole number'],
    ['no number', changed('18.89802508536263', 'n/a'), 'row 2, capacity_per_100k', 'a number'],
    ['a rate that its counts do not give', changed('18.898', '28.898'), 'row 2, capacity_per_100k', 'about 18.898'],
    ['an occupancy that its counts do not give', changed('0.641', '0.741'), 'row 2, occupancy', '0.6410995'],
    ['a star without a patient too many', changed('0.641099557294348', '100%*'), 'row 2, occupancy', '0.6410995'],
    ['no name', changed('ENGLAND', ' '), 'row 2, name', 'a name'],
    ['a code that is none', changed('-,-,-', '-,-,north west'), 'row 2, icb_code', 'an ODS code, or - for England'],
    ['the same row twice', [heading, rows[0], rows[0]].join('\n'), 'row 3, icb_code', 'one row a month: row 2 has it'],
    ['another heading', 'a,b\n1,2', 'row 1', 'a column month'],
    ['no row at all', heading, 'row 2', 'at least one row'],
    ['nothing', '', 'row 1', 'a column month'],
    ['a row that is cut off', [heading, '2023-07,North'].join('\n'), 'row 2', 'Too few fields'],
  ])(
    'is refused for %s, with the row, the column, what was found and what was expected',
    (_claim, text, path, words) => {
      const table = readPublishedTable(text);
      expect(table.ok ? [] : table.faults[0]).toMatchObject({ path, message: expect.stringContaining(words) });
    },
  );
});
