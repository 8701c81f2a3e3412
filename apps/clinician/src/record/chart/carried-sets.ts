import {
  derivedId,
  type EventId,
  type Instant,
  type MergeId,
  MessageId,
  type ObservationId,
  type ObservationSetRecorded,
  type PatientId,
  type Retraction,
} from '#libs/contracts';

/** Readings go from one record of a patient to another, by a merge or because it is undone. */
export interface Carriage {
  /** The merge, and which way: ids follow from it, so that what is carried twice is there once. */
  readonly key: string;
  readonly to: PatientId;
}

export const keyOfMerge = (id: MergeId): string => `merge ${id}`;
export const keyOfUndo = (id: MergeId): string => `undo ${id}`;

/** What carried readings are known by on the chart: their message ids begin so. */
export const carriedMessages = (key: string): string => `${key} `;

/** One observation under the record that it was carried to. */
export function carriedObservationId(key: string, id: ObservationId): ObservationId {
  // A UUID that was made here needs no parsing.
  return derivedId('carried-observation', key, id) as ObservationId;
}

/**
 * A set as it is under the other record: when it was taken, by which device and what it says stay as they were. Its ids are
 * new, so that it can be taken out again without touching the set it came from, and brought in again by another merge.
 */
export function carriedSet(set: ObservationSetRecorded, { key, to }: Carriage): ObservationSetRecorded {
  return {
    ...set,
    // A UUID that was made here needs no parsing.
    id: derivedId('carried-set', key, set.id) as EventId,
    patientId: to,
    messageId: MessageId.parse(`${carriedMessages(key)}${set.id}`),
    observations: set.observations.map((one) => ({ ...one, id: carriedObservationId(key, one.id) })),
    ...(set.retracts === undefined
      ? {}
      : {
          retracts: set.retracts.map((one) => ({
            ...one,
            observationId: carriedObservationId(key, one.observationId),
          })),
        }),
  };
}

/** What of a set was taken, or retracts what was taken, since then; undefined where nothing of it was. */
export function partTakenSince(set: ObservationSetRecorded, since: Instant): ObservationSetRecorded | undefined {
  const { retracts, ...rest } = set;
  const observations = set.observations.filter(({ takenAt }) => takenAt >= since);
  const retracting = (retracts ?? []).filter(({ takenAt }) => takenAt >= since);
  if (observations.length === 0 && retracting.length === 0) return undefined;
  return { ...rest, observations, ...(retracting.length === 0 ? {} : { retracts: retracting }) };
}

/** Each observation of the sets, retracted for the reason. */
export function retractionOfAll(sets: readonly ObservationSetRecorded[], reason: string): readonly Retraction[] {
  return sets.flatMap(({ observations }) =>
    observations.map(({ id: observationId, code, takenAt }) => ({ observationId, code, takenAt, reason })),
  );
}
