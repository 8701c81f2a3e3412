import type { ObservationSetRecorded } from '#libs/contracts';
import { PatientFixture } from '#libs/fixtures';
import fc from 'fast-check';
import { RecordedHistory } from './recorded-history.harness.ts';
import { scoreEvent } from './score-event.ts';

const patient = new PatientFixture();

/** As the intake puts it on the log: with the time at which it was taken, and by how much that is not what the device said. */
function putBack(set: ObservationSetRecorded, bySeconds: number): ObservationSetRecorded {
  return { ...set, observations: set.observations.map((one) => ({ ...one, correctedBy: bySeconds })) };
}

function inputsAfter(sets: readonly ObservationSetRecorded[]) {
  const history = new RecordedHistory(patient.patientId);
  history.follows(new PatientFixture().plan(0));
  for (const set of sets) history.takes(set);
  const [point, cause] = [history.history.scores.at(-1), sets[0]];
  if (point === undefined || cause === undefined) return [];
  const { inputs } = scoreEvent(point, { patientId: patient.patientId, revision: 1, late: false, cause });
  return inputs.map(({ code, value, correctedBy }) => [code, value, correctedBy]);
}

describe('A reading whose time was put back', () => {
  it('says so in the score that it is part of, for as long as it counts and in whatever order it came', () => {
    const sets = [
      putBack(patient.reads(5, { 'pulse-rate': 96 }), 3600),
      patient.reads(6, { temperature: 37.2 }),
      putBack(patient.reads(7, { 'oxygen-saturation': 95 }), 3600),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(sets, { minLength: 3 }), (shuffled) => {
        expect(inputsAfter(shuffled).toSorted()).toEqual([
          ['oxygen-saturation', 95, 3600],
          ['pulse-rate', 96, 3600],
          ['temperature', 37.2, undefined],
        ]);
      }),
    );
  });
});
