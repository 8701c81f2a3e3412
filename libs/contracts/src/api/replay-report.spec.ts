import { ReplayReport } from './replay-report.ts';

const counts = { live: 1, replayed: 1, same: 0, earlier: 1, later: 0, lost: 0, new: 0 };
const id = '059aae35-fb84-5dc0-b5d2-2b776d0eeec7';
const at = '2026-11-02T10:00:00.000Z';
const report = {
  rules: 'frailty.v2.json',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-12-01T00:00:00.000Z',
  wardId: null,
  patients: 1,
  patientDays: 2.5,
  readingTimes: 40,
  alertsPerPatientDay: { live: 0.4, replayed: 0.4 },
  byTier: [{ tier: 'medium', ...counts }],
  byCondition: [{ condition: 'score', ...counts }],
  byDay: [{ day: '2026-11-02', live: 1, replayed: 1 }],
  leads: [{ fromMinutes: -100_000, alerts: 0 }],
  signals: { compared: 3, different: 0, first: [] },
  scores: { compared: 40, different: 0, because: [], first: [] },
  alerts: [
    {
      patientId: id,
      stayId: id,
      condition: 'score',
      tier: 'medium',
      outcome: 'earlier',
      liveAt: at,
      replayedAt: at,
      leadMinutes: 12,
      because: 'score',
    },
  ],
};

describe('The report of a replay', () => {
  it('comes through a file unchanged', () => {
    expect(ReplayReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it.each([
    ['another document', { openapi: '3.1.0' }],
    ['an outcome that there is not', { ...report, alerts: [{ ...report.alerts[0], outcome: 'sooner' }] }],
  ])('is not read out of %s', (_what, other) => {
    expect(ReplayReport.safeParse(other).success).toBe(false);
  });
});
