import { type ObservationSetRecorded, PatientId } from '#libs/contracts';
import fc from 'fast-check';
import { anObservationSet } from '#libs/fixtures';
import { highestRevisions, newestByPatient, readingsByTime } from './readings-by-time.ts';

const ada = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 8, minute));

describe('Readings of one time', () => {
  it('are one row for a set taken at one time', () => {
    const set = anObservationSet(ada, at(0));
    expect(readingsByTime(set)).toEqual([
      { set, takenAt: set.observations[0]?.takenAt, observations: set.observations },
    ]);
  });

  it('are a row each for a set taken at several', () => {
    const [first, second] = [anObservationSet(ada, at(0)), anObservationSet(ada, at(1))];
    const set: ObservationSetRecorded = { ...first, observations: [...first.observations, ...second.observations] };
    expect(readingsByTime(set).map(({ observations }) => observations)).toEqual([
      first.observations,
      second.observations,
    ]);
  });
});

describe('The newest of each code', () => {
  it('is the one taken last, in whatever order they come', () => {
    const sets = [0, 1, 2, 3].map((minute) =>
      anObservationSet(ada, at(minute), { values: { 'pulse-rate': 60 + minute } }),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(sets, { minLength: 4 }), (shuffled) => {
        const [newest] = newestByPatient(shuffled);
        expect(newest?.byCode['pulse-rate']?.value).toBe(63);
        expect(newest?.oldestTakenAt).toBe(newest?.newestTakenAt);
      }),
    );
  });
});

it('of several revisions the highest counts, in whatever order they come', () => {
  const revisions = [1, 3, 2].map((revision) => ({ id: 'score-1', revision }));
  expect(highestRevisions(revisions)).toEqual([{ id: 'score-1', revision: 3 }]);
});
