import type { ObservationCode } from '#libs/clinical';
import type {
  DeviceId,
  EventId,
  Instant,
  ObservationId,
  ObservationSetRecorded,
  ObservationValue,
  SignalQuality,
} from '#libs/contracts';

/** One reading as the history needs it. */
export interface TakenReading {
  readonly observationId: ObservationId;
  readonly code: ObservationCode;
  /** Of an answer in a person's own words only that it was given: `true`. */
  readonly value: ObservationValue;
  readonly takenAt: Instant;
  readonly takenAtMs: number;
  readonly quality?: SignalQuality | undefined;
  readonly deviceId?: DeviceId | undefined;
}

/** What made or changed something, and when it became known. */
export interface Cause {
  readonly id: EventId;
  readonly receivedAt: Instant;
}

/** The readings of a set, oldest first. */
export function takenReadingsOf(set: ObservationSetRecorded): readonly TakenReading[] {
  return set.observations
    .map(({ id, code, value, takenAt, quality }) => ({
      observationId: id,
      code,
      value: code === 'questionnaire-answer' ? true : value,
      takenAt,
      takenAtMs: Date.parse(takenAt),
      quality,
      deviceId: set.deviceId,
    }))
    .sort((one, other) => one.takenAtMs - other.takenAtMs);
}

/**
 * Which of two readings of one code is the newer: by time taken, and at the same time by id, so that every observer picks
 * the same one. Above 0 when the first is.
 */
export function compareTaken(one: TakenReading, other: TakenReading): number {
  if (one.takenAtMs !== other.takenAtMs) return one.takenAtMs - other.takenAtMs;
  if (one.observationId === other.observationId) return 0;
  return one.observationId > other.observationId ? 1 : -1;
}
