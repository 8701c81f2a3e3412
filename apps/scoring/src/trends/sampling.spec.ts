import { candidatesOf, firstsOfEach, scoreCandidatesOf, SeenBuckets } from './sampling.ts';
import { atHour, WeighedPatient } from './weighed-patient.harness.ts';

const patient = new WeighedPatient();
const weight = new Set(['body-weight']);
const minutes = (count: number): number => count / 60;

describe('sampling', () => {
  it('keeps the first two of each half hour, whatever order they come in', () => {
    const readings = [
      patient.weighs(minutes(29), 83),
      patient.weighs(minutes(2), 81),
      patient.weighs(minutes(30), 84),
      patient.weighs(minutes(1), 80),
    ];
    const firsts = firstsOfEach(candidatesOf(patient.patientId, readings, weight));
    expect(firsts.map(({ value }) => value)).toEqual([80, 81, 84]);
  });

  it('of two readings of one time takes the one with the lower id', () => {
    const readings = [patient.weighs(1, 80), patient.weighs(1, 81), patient.weighs(1, 82)];
    const [lowest] = [...readings].sort((one, other) => (one.observationId < other.observationId ? -1 : 1));
    for (const order of [readings, readings.toReversed()]) {
      expect(firstsOfEach(candidatesOf(patient.patientId, order, weight))[0]?.observationId).toBe(
        lowest?.observationId,
      );
    }
  });

  it('takes numbers of the series that are watched, and complete scores', () => {
    const readings = [patient.reads(0, 'pulse-rate', 70), { ...patient.weighs(0, 1), value: 'heavy' }];
    expect(candidatesOf(patient.patientId, readings, weight)).toEqual([]);
    const points = [
      { atMs: atHour(0), total: null },
      { atMs: atHour(1), total: 0 },
    ];
    expect(scoreCandidatesOf(patient.patientId, points).map(({ value }) => value)).toEqual([0]);
  });
});

describe('what is remembered of half hours', () => {
  const candidateAt = (hour: number, of = patient) => {
    const [candidate] = candidatesOf(of.patientId, [of.weighs(hour, 80)], weight);
    if (candidate === undefined) throw new TypeError('A weight is a candidate.');
    return candidate;
  };

  it('recognises what comes after the samples, and nothing else', () => {
    const seen = new SeenBuckets(10);
    seen.remember(candidateAt(minutes(5)));
    expect(seen.comesAfterSamples(candidateAt(minutes(6)))).toBe(true);
    expect(seen.comesAfterSamples(candidateAt(minutes(5)))).toBe(true);
    expect(seen.comesAfterSamples(candidateAt(minutes(4)))).toBe(false);
    expect(seen.comesAfterSamples(candidateAt(minutes(31)))).toBe(false);
    expect(seen.comesAfterSamples(candidateAt(minutes(6), new WeighedPatient('another')))).toBe(false);
  });

  it('holds on to the newest half hour', () => {
    const seen = new SeenBuckets(10);
    seen.remember(candidateAt(1));
    seen.remember(candidateAt(0));
    expect(seen.comesAfterSamples(candidateAt(1 + minutes(1)))).toBe(true);
  });

  it('forgets a patient whose sample was taken out, and whom it has known longest where there are too many', () => {
    const seen = new SeenBuckets(2);
    const [one, two, three] = ['one', 'two', 'three'].map((name) => new WeighedPatient(name));
    for (const each of [one, two, three]) if (each !== undefined) seen.remember(candidateAt(1, each));
    const knows = (each = patient): boolean => seen.comesAfterSamples(candidateAt(1 + minutes(1), each));
    expect([knows(one), knows(two), knows(three)]).toEqual([false, true, true]);
    if (three !== undefined) seen.forget(three.patientId);
    expect(knows(three)).toBe(false);
  });
});
