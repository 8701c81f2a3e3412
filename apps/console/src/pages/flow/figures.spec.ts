import { instant, type Operations, type OperationsFigures } from '#libs/contracts';
import { aWard } from '#libs/fixtures';
import { capacityColumns, figuresCsv, responseColumns } from './figures.ts';
import { quarantineWords } from './quarantine-words.ts';

const figures: OperationsFigures = {
  patients: 12,
  beds: 10,
  unansweredNow: 1,
  devicesNotHeardFrom: 0,
  admissions: 2,
  discharges: 1,
  alerts: {
    raised: 5,
    raisedByTier: { high: 2, medium: 2, 'low-medium': 1 },
    answered: 4,
    responseMinutes: { median: 7.4, p90: 21, max: 30 },
    answeredInTime: 3,
    breached: 1,
    shareInTime: 0.75,
  },
  observationSets: 40,
  readings: 240,
  readingsTooLateToScore: 1,
  lateScores: 2,
  quarantined: 0,
  quarantinedByReason: {},
};

const said = (columns: ReturnType<typeof capacityColumns>): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map(({ title, value }) => [title, value(figures)]));

describe('The figures of a ward', () => {
  it('say that it is over capacity, and never fewer than no free beds', () => {
    expect(said(capacityColumns())).toMatchObject({ Free: '0', 'Over capacity by': '2' });
  });

  it('say how fast alerts were answered', () => {
    expect(said(responseColumns())).toMatchObject({
      'Half answered within': '7 min',
      '9 of 10 answered within': '21 min',
      'Answered in time': '75 %',
    });
  });

  it('say nothing of response times where no alert was answered', () => {
    const none = { ...figures, alerts: { ...figures.alerts, responseMinutes: null, shareInTime: null } };
    expect(responseColumns().map(({ value }) => value(none))).toContain('–');
  });

  it('are safe to open as a spreadsheet, whatever a ward is called', () => {
    const ward = aWard({ name: '=SUM(A1) "North"', beds: 10, patients: 12 });
    const at = instant(0);
    const operations: Operations = { from: at, until: at, asOf: at, total: figures, wards: [{ ward, figures }] };
    const lines = figuresCsv(operations).split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(`"'=SUM(A1) ""North"""`);
  });
});

describe('Why messages were quarantined', () => {
  it('is said by the most frequent reason first', () => {
    expect(quarantineWords({ 'unknown-device': 1, 'implausible-value': 3 })).toMatch(/^3 .*; 1 /);
    expect(quarantineWords({})).toBe('No message was quarantined.');
  });
});
