import type { ObservationCode } from '#libs/clinical';
import type { DeviceId, ObservationId, ObservationValue } from '#libs/contracts';
import type { TakenReading } from './reading.ts';

/** Another reading of the same code at the same time, and why it does not count. */
export interface ReadingBeside {
  readonly observationId: ObservationId;
  readonly value: ObservationValue;
  readonly deviceId: DeviceId | null;
  /** `corrected`: its own device sent another later; `less-alarming`: another device measured something worse. */
  readonly why: 'corrected' | 'less-alarming';
}

/** A reading and what was settled about it when it was taken. */
export interface KnownReading extends TakenReading {
  /** The device's own word on its signal makes it doubtful. */
  readonly poor: boolean;
  /** From when on it may alert by itself: at once, or when a poor one has waited for a repeat for long enough. */
  readonly countsFromMs: number;
  /** How often the newest score asks for it, and from when on: when it was taken, or when the score began to. */
  readonly asked: { readonly everyMinutes: number; readonly fromMs: number } | null;
  /** Until when it counts by what scores have asked for since it was taken; Infinity where none has. */
  readonly countsUntilMs: number;
  /** What was taken beside it, at the same time. */
  readonly beside: readonly ReadingBeside[];
}

/** What is known of one code: its newest reading and, while that may not alert yet, what alerts meanwhile. */
export interface KnownCode {
  readonly newest: KnownReading;
  /** The newest before it that might alert when it was taken; of a doubt, the value that it casts doubt on. */
  readonly standIn: KnownReading | null;
  /** The poor one just before it that was still waiting for a repeat when it was taken: the newest is that repeat. */
  readonly repeats: KnownReading | null;
  /** Since when devices have said that they could not measure it, and nothing else has come; null where none has. */
  readonly unmeasuredSinceMs: number | null;
  /** Of what a rule on absences is about: each that has not ended, in order of time; of a sensor two at most. */
  readonly absences?: readonly KnownReading[] | undefined;
}

/** The newest that is a value: of a doubtful code, the one before the doubt. */
export function newestValue(known: KnownCode | undefined): KnownReading | undefined {
  if (known === undefined) return undefined;
  return known.newest.doubt === undefined ? known.newest : (known.standIn ?? undefined);
}

/** What is known of every code at a time. */
export type Known = ReadonlyMap<ObservationCode, KnownCode>;
