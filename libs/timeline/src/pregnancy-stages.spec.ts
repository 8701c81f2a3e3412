import type { MonitoringPlan } from '#libs/contracts';
import { PatientFixture } from '#libs/fixtures';
import { type Composition, scoreOfComposition } from './composition.ts';
import { RecordedHistory } from './recorded-history.harness.ts';
import { stagedRules, stageOfPulse } from './staged-rules.harness.ts';

const rules = stagedRules();
const { pointsThen, pointsAfterwards } = stageOfPulse;
const midnight = 12 * 60;
/** Gestation week 20 begins at the midnight after noon of 21 November. */
const dueDate = '2027-04-11';

/** What the pulse scores from which minute after noon on: by one reading at noon, and by the dates of the plan alone. */
function pointsOfPulse(
  dates: { readonly dueDate?: string; readonly endsAt?: number },
  pathway = 'general',
): readonly (readonly [minute: number, points: unknown])[] {
  const patient = new PatientFixture();
  const history = new RecordedHistory(patient.patientId, rules);
  const begun = { from: patient.at(-1000), dueDate: dates.dueDate ?? null, endedAt: null, countsUntil: null };
  const planned = (minute: number, pregnancy: NonNullable<MonitoringPlan['pregnancy']>): MonitoringPlan =>
    patient.plan(minute, {
      pregnancy,
      ruleSet: { id: pathway, version: 1 },
      dueEveryMinutes: { 'pulse-rate': 1440 },
      stay: { ...patient.stay(0), pathway },
    });
  history.follows(planned(0, begun));
  history.takes(patient.reads(1, { 'pulse-rate': 75 }));
  if (dates.endsAt !== undefined) {
    const [endedAt, countsUntil] = [patient.at(dates.endsAt), patient.at(dates.endsAt + 28 * 1440)];
    history.follows(planned(dates.endsAt, { ...begun, endedAt, countsUntil }));
  }
  history.untilMinute(800);
  const { scores } = history.history;
  return scores.map(({ atMs, composition }) => [patient.minuteOf(atMs), pointsIn(composition)] as const);
}

const pointsIn = (composition: Composition): unknown => scoreOfComposition(composition).components['pulseRate'];

describe('the weeks of a pregnancy', () => {
  it('move the chart to the cells for them by themselves, at the date', () => {
    expect(pointsOfPulse({ dueDate })).toEqual([
      [1, 0],
      [midnight, pointsThen],
    ]);
    expect(pointsOfPulse({ dueDate }, 'complex-maternity')).toEqual(pointsOfPulse({ dueDate }));
  });

  it('are not counted where the due date is not known', () => {
    expect(pointsOfPulse({})).toEqual([[1, 0]]);
  });

  it('move it on once the pregnancy has ended', () => {
    expect(pointsOfPulse({ endsAt: 60 })).toEqual([
      [1, 0],
      [60, pointsAfterwards],
    ]);
  });
});
