import {
  type Cause,
  type Known,
  type KnownJson,
  knownFromJson,
  knownToJson,
  type ReadingMoment,
  type TakenReading,
} from '#libs/timeline';

/** A moment as it is stored, and remembered: as text it takes a sixth of the memory. */
export interface MomentText {
  readonly atMs: number;
  readonly cause: Cause;
  readonly known: string;
  /** Null where what is known tells it: of two readings of one code at one moment that has only the newer. */
  readonly taken: string | null;
}

export function textOfMoment({ atMs, cause, taken, known }: ReadingMoment): MomentText {
  const told = takenAsKnown(known, atMs).length;
  return {
    atMs,
    cause,
    known: JSON.stringify(knownToJson(known)),
    taken: told === taken.length ? null : JSON.stringify(taken),
  };
}

export function momentOfText({ atMs, cause, known, taken }: MomentText): ReadingMoment {
  return momentOf({
    atMs,
    cause,
    // Written by `textOfMoment`.
    known: JSON.parse(known) as KnownJson,
    // Likewise.
    taken: taken === null ? null : (JSON.parse(taken) as readonly TakenReading[]),
  });
}

/** A moment from its parts, as they were before they became text. */
export function momentOf(parts: {
  readonly atMs: number;
  readonly cause: Cause;
  readonly known: KnownJson;
  readonly taken: readonly TakenReading[] | null;
}): ReadingMoment {
  const { atMs, cause } = parts;
  const known = knownFromJson(parts.known);
  return { atMs, cause, known, taken: parts.taken ?? takenAsKnown(known, atMs) };
}

function takenAsKnown(known: Known, atMs: number): readonly TakenReading[] {
  return [...known.values()].flatMap(({ newest }) => (newest.takenAtMs === atMs ? [newest] : []));
}
