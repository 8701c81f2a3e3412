import type { ObservationCode } from '#libs/clinical';
import type { TakenReading } from './reading.ts';

/** A reading and what was settled about it when it was taken. */
export interface KnownReading extends TakenReading {
  /** The device's own word on its signal makes it doubtful. */
  readonly poor: boolean;
  /** From when on it may alert by itself: at once, or when a poor one has waited for a repeat for long enough. */
  readonly countsFromMs: number;
  /** How soon the score that it was part of asks for the next measurement; null where none does. */
  readonly nextWithinMinutes: number | null;
}

/** What is known of one code: its newest reading and, while that may not alert yet, what alerts meanwhile. */
export interface KnownCode {
  readonly newest: KnownReading;
  /** The newest before it that might alert when it was taken. */
  readonly standIn: KnownReading | null;
  /** The poor one just before it that was still waiting for a repeat when it was taken: the newest is that repeat. */
  readonly repeats: KnownReading | null;
}

/** What is known of every code at a time. */
export type Known = ReadonlyMap<ObservationCode, KnownCode>;
