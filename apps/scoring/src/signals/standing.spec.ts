import type { Tier } from '#libs/clinical';
import { derivedId, EventId, instant, type MonitoringPlan, PatientId, type Score, Signal } from '#libs/contracts';
import { PatientBuilder } from '../composition/patient.builder.ts';
import { momentReadingsOf, scoreOf } from '../composition/moment.ts';
import { signalOf, type Standing, standingAfterPlan, standingBy } from './standing.ts';

const patient = new PatientBuilder('a');
const cause = { id: EventId.parse(derivedId('test-cause', '1')), receivedAt: instant(patient.ms(1)) };

function scoreWith(values: Parameters<PatientBuilder['reads']>[1]): Score {
  const inputs = momentReadingsOf(patient.reads(0, values));
  return scoreOf({ atMs: patient.ms(0), inputs }, { patientId: patient.id, scale: 1, revision: 1, late: false, cause });
}

const high = scoreWith({ pulseRate: 134, systolicPressure: 85, respirationRate: 26 });

describe('where a patient stands', () => {
  it.each<[string, Partial<MonitoringPlan> | undefined, Score | null | undefined, Standing]>([
    ['by the certain tier of the newest score', {}, high, 'high'],
    ['nowhere without a stay', { stay: null }, high, null],
    ['nowhere while excluded', { exclusion: 'pregnant' }, high, null],
    ['nowhere before a plan is known', undefined, high, null],
    ['nowhere without a score', {}, undefined, null],
    ['nowhere where the newest score is withheld', {}, null, null],
  ])('%s', (_claim, changes, newest, standing) => {
    expect(standingBy(changes === undefined ? undefined : patient.plan(0, changes), newest)).toBe(standing);
  });

  it('is not taken from a score of long ago when a stay begins', () => {
    const hour = 3_600_000;
    expect(standingAfterPlan(patient.plan(60), high, hour)).toBe('high');
    expect(standingAfterPlan(patient.plan(61), high, hour)).toBeNull();
  });
});

describe('the signal of a change of standing', () => {
  const after = (previous: Standing, standing: Standing): Signal | undefined =>
    signalOf({ patientId: patient.id, previous, standing, score: high, at: high.at, cause });

  it.each<[Standing, Standing, string | undefined, Tier | undefined]>([
    [null, null, undefined, undefined],
    [null, 'low', undefined, undefined],
    [null, 'low-medium', 'tier-reached', 'low'],
    [null, 'high', 'tier-reached', 'low'],
    ['low', 'low', undefined, undefined],
    ['low', 'medium', 'tier-reached', 'low'],
    ['medium', 'high', 'tier-reached', 'medium'],
    ['high', 'high', undefined, undefined],
    ['high', 'medium', 'tier-left', 'high'],
    ['low-medium', 'low', 'tier-left', 'low-medium'],
    ['high', null, undefined, undefined],
  ])('from %s to %s is %s', (previous, standing, kind, previousTier) => {
    const signal = after(previous, standing);
    expect([signal?.kind, signal?.previousTier]).toEqual([kind, previousTier]);
    if (signal !== undefined) expect(Signal.safeParse(signal).error).toBeUndefined();
  });

  it('has an id that follows from patient, cause and tiers', () => {
    expect(after('low', 'high')?.id).toBe(after(null, 'high')?.id);
    expect(after('low', 'high')?.id).not.toBe(after('low', 'medium')?.id);
    const ofAnother = signalOf({
      patientId: PatientId.parse(derivedId('test-patient', 'b')),
      previous: 'low',
      standing: 'high',
      score: high,
      at: high.at,
      cause,
    });
    expect(ofAnother?.id).not.toBe(after('low', 'high')?.id);
  });
});
