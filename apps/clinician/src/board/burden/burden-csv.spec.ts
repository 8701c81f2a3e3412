import { type AlertBurden, conditionOf, instant, WardId } from '#libs/contracts';
import { burdenCsv, burdenFileName, prefersCsv } from './burden-csv.ts';
import { noBurden } from './burden.ts';

const from = instant(Date.parse('2026-11-01T00:00:00Z'));
const until = instant(Date.parse('2026-11-02T00:00:00Z'));
const figures = { ...noBurden(), patientDays: 1 / 3, alerts: 2, alertsPerPatientDay: 6 };
const burden: AlertBurden = {
  from,
  until,
  asOf: until,
  wardId: null,
  timeZone: 'Europe/London',
  handoverTimes: ['08:00', '20:00'],
  total: figures,
  byWard: [
    { ward: { id: WardId.parse('5f6d3c1e-2a4b-4c8d-9e0f-1a2b3c4d5e6f'), name: '=HYPERLINK("x"), north' }, figures },
  ],
  byShift: [{ shift: 'night', figures }],
  byRule: [{ condition: conditionOf('trend', 'weight-gain'), conditionKind: 'trend', figures }],
  byDay: [{ day: '2026-11-01', figures }],
};

describe('The burden as comma-separated values', () => {
  const lines = burdenCsv(burden).split('\r\n');

  it('has a line for the total and for each ward, shift, rule and day', () => {
    expect(lines.map((line) => line.split(',')[0])).toEqual(['\uFEFFby', 'total', 'ward', 'shift', 'rule', 'day', '']);
    expect(lines[1]).toMatch(/^total,,0\.333,2,6,0,0,,0,,,0,,,0,0,0,0,0,/);
    expect(lines[4]).toMatch(/^rule,trend:weight-gain,/);
  });

  it('makes the name of a ward harmless that a spreadsheet would take for a formula', () => {
    expect(lines[2]).toContain(`"'=HYPERLINK(""x""), north"`);
  });

  it('has a file name that says of when it is', () => {
    expect(burdenFileName(burden)).toBe('alert-burden-2026-11-01-2026-11-02.csv');
  });

  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['text/csv', true],
    ['text/csv;q=0.5, application/json', false],
    ['Text/CSV, application/json;q=0.9', true],
    ['text/csv;q=0', false],
  ])('is what is answered to "Accept: %s": %s', (accept, isCsv) => {
    expect(prefersCsv(accept)).toBe(isCsv);
  });
});
