import { instant, MergeId, ObservationSetRecorded, PatientId } from '#libs/contracts';
import { anObservationSet } from '#libs/fixtures';
import { carriedObservationId, carriedSet } from './carried-sets.ts';

const duplicate = PatientId.parse('7b0d1a7c-3f0a-4a5e-9f0d-0d6f0b6f9a10');
const survivor = PatientId.parse('7b0d1a7c-3f0a-4a5e-9f0d-0d6f0b6f9a11');
const merge = MergeId.parse('7b0d1a7c-3f0a-4a5e-9f0d-0d6f0b6f9a12');
const takenAt = new Date('2026-11-22T08:00:00.000Z');
const set = anObservationSet(duplicate, takenAt, { values: { 'pulse-rate': 80, temperature: 37 } });

describe('A set that is carried to another record', () => {
  it('says the same of the other patient', () => {
    const carried = carriedSet(set, { key: merge, to: survivor });
    expect(ObservationSetRecorded.parse(carried)).toMatchObject({
      patientId: survivor,
      receivedAt: set.receivedAt,
      source: set.source,
      observations: set.observations.map(({ code, value }) => ({ code, value, takenAt: instant(takenAt) })),
    });
  });

  it('is the same set however often one merge carries it, and another for another merge', () => {
    const once = carriedSet(set, { key: merge, to: survivor });
    expect(carriedSet(set, { key: merge, to: survivor })).toEqual(once);
    const again = carriedSet(set, { key: `undo ${merge}`, to: survivor });
    expect(again.id).not.toBe(once.id);
    expect(again.observations[0]?.id).not.toBe(once.observations[0]?.id);
  });

  it('retracts under the other record what its own retracts', () => {
    const [observation] = set.observations;
    if (observation === undefined) throw new Error('The set has two observations.');
    const { id: observationId, code } = observation;
    const retracts = [{ observationId, code, takenAt: observation.takenAt, reason: 'Of another person' }];
    const carried = carriedSet({ ...set, observations: [], retracts }, { key: merge, to: survivor });
    expect(carried.retracts).toEqual([{ ...retracts[0], observationId: carriedObservationId(merge, observationId) }]);
  });
});
