import type { ObservationCode } from '#libs/clinical';
import {
  type DeviceId,
  type Doubt,
  type DoubtCause,
  doubtId,
  type EventId,
  type Instant,
  type ObservationId,
  type ObservationSetRecorded,
  type ObservationValue,
  type PatientId,
  type SignalQuality,
} from '#libs/contracts';

/** One reading as the history needs it. */
export interface TakenReading {
  readonly observationId: ObservationId;
  readonly code: ObservationCode;
  /** Of an answer in a person's own words only that it was given: `true`. Of a doubt what was found, in words. */
  readonly value: ObservationValue;
  readonly takenAt: Instant;
  readonly takenAtMs: number;
  readonly receivedAtMs: number;
  readonly quality?: SignalQuality | undefined;
  readonly deviceId?: DeviceId | undefined;
  /** By how many seconds the time was put back, where the clock of the device is known to be ahead. */
  readonly correctedBy?: number | undefined;
  /** Present where this is no value, but a reading in quarantine that casts doubt on the value before it. */
  readonly doubt?: DoubtCause | undefined;
}

/** What made or changed something, and when it became known. */
export interface Cause {
  readonly id: EventId;
  readonly receivedAt: Instant;
}

/** A reading that does not count any more. */
export interface RetractedReading {
  readonly observationId: ObservationId;
  readonly code: ObservationCode;
  readonly takenAtMs: number;
}

/** What one observation set brings into a history. */
export interface ReadingSet {
  readonly cause: Cause;
  readonly readings: readonly TakenReading[];
  readonly retracts: readonly RetractedReading[];
}

/**
 * The readings of a set that count, and those that it retracts. What the intake found too late to score is left out here,
 * so whether a reading counts never depends on which others have come.
 */
export function readingSetOf(set: ObservationSetRecorded): ReadingSet {
  const readings: TakenReading[] = [];
  const receivedAtMs = Date.parse(set.receivedAt);
  for (const { id, code, value, takenAt, quality, tooLateToScore, correctedBy } of set.observations) {
    if (tooLateToScore === true) continue;
    readings.push({
      observationId: id,
      code,
      value: code === 'questionnaire-answer' ? true : value,
      takenAt,
      takenAtMs: Date.parse(takenAt),
      receivedAtMs,
      quality,
      deviceId: set.deviceId,
      ...(correctedBy !== undefined && { correctedBy }),
    });
  }
  for (const doubt of set.doubts ?? []) readings.push(doubtOf(doubt, set, receivedAtMs));
  return {
    cause: { id: set.id, receivedAt: set.receivedAt },
    readings,
    retracts: set.retracts === undefined ? none : set.retracts.map(retractedReading),
  };
}

function doubtOf(
  doubt: Doubt,
  { patientId, deviceId }: { readonly patientId: PatientId; readonly deviceId?: DeviceId | undefined },
  receivedAtMs: number,
): TakenReading {
  const { code, takenAt, because, found } = doubt;
  return {
    observationId: doubtId(patientId, doubt),
    code,
    value: found,
    takenAt,
    takenAtMs: Date.parse(takenAt),
    receivedAtMs,
    deviceId,
    doubt: because,
  };
}

const none: readonly RetractedReading[] = [];

function retractedReading({
  observationId,
  code,
  takenAt,
}: NonNullable<ObservationSetRecorded['retracts']>[number]): RetractedReading {
  return { observationId, code, takenAtMs: Date.parse(takenAt) };
}

/**
 * Which of two readings of one code is the newer: by time taken, at the same time by when they were received, and then by
 * id, so that every observer picks the same one. Above 0 when the first is.
 */
export function compareTaken(one: TakenReading, other: TakenReading): number {
  if (one.takenAtMs !== other.takenAtMs) return one.takenAtMs - other.takenAtMs;
  if (one.receivedAtMs !== other.receivedAtMs) return one.receivedAtMs - other.receivedAtMs;
  if (one.observationId === other.observationId) return 0;
  return one.observationId > other.observationId ? 1 : -1;
}
