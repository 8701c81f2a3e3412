import { instant, PatientId } from '#libs/contracts';
import { anObservationSet } from '#libs/fixtures';
import { callAlert, callAlertOver } from './call-alert.ts';

const patientId = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03');
const at = new Date('2026-11-22T08:00:00Z');
const hours = (count: number) => instant(at.getTime() + count * 3_600_000);

describe('A call for help of a person who has not been on a ward', () => {
  const calls = anObservationSet(patientId, at, { values: { 'call-for-help': 'happened' } }).observations;
  const alerts = calls.map((observation) => callAlert({ patientId, observation }, at));

  it('says what happened, and what is to be done, without saying who it is', () => {
    expect(alerts).toMatchObject([{ kind: 'call-without-stay', subjectId: patientId, resolvedAt: null }]);
    expect(alerts[0]?.words).toMatch(/^Call for help, .*: the patient is on no ward .* Ring them now/);
  });

  it.each([
    [1, true, /They have been admitted\.$/],
    [1, false, undefined],
    [23, false, undefined],
    [24, false, /It is over a day ago\.$/],
  ])('is, after %s h, over or not: admitted %s', (after, isAdmitted, words) => {
    const over = alerts.map((alert) => callAlertOver(alert, { isAdmitted, at: hours(after) }));
    expect(over).toEqual([words === undefined ? undefined : expect.stringMatching(words)]);
  });
});
