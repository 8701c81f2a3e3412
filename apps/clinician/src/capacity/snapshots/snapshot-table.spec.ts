import { instant, WardId } from '#libs/contracts';
import { snapshotCsv, snapshotSheet, type SnapshotLine } from './snapshot-table.ts';

const line: SnapshotLine = {
  wardId: WardId.parse('00000000-0000-4000-8000-000000000001'),
  wardName: '=HYPERLINK("x")',
  date: '2026-11-26',
  at: instant(Date.parse('2026-11-26T08:00:00Z')),
  madeFrom: 'live',
  capacity: 81,
  patients: 163,
  occupancy: 163 / 81,
  occupancyShown: '100%*',
  capacityPer100k: 16.157_312,
  population: 501_321,
  system: 'QSL',
};

describe('Snapshots as a table', () => {
  it('are rounded as the national series, with the true occupancy beside', () => {
    expect(snapshotCsv([line]).split('\r\n')[1]).toBe(
      `2026-11,,,QSL,"'=HYPERLINK(""x"")",81,16.2,501321,163,100%*,2026-11-26,2.0123456790123457,live`,
    );
  });

  it('leave out what is not known', () => {
    const closed = { ...line, capacity: 0, occupancy: null, population: null, system: null };
    expect(snapshotCsv([{ ...closed, patients: 0 }]).split('\r\n')[1]).toMatch(/,0,,,0,,2026-11-26,,live$/);
  });

  it('are a sheet in which numbers are numbers, and no text is a formula', () => {
    const [heading, cells = []] = snapshotSheet([line]);
    expect(heading?.[0]).toMatchObject({ value: 'month', type: String });
    expect(cells[4]).toEqual({ value: '=HYPERLINK("x")', type: String });
    expect(cells[5]).toEqual({ value: 81, type: Number });
    expect(cells[9]).toEqual({ value: '100%*', type: String });
    expect(cells[1]).toBeNull();
  });
});
