import {
  type Cause,
  type Known,
  type KnownJson,
  knownFromJson,
  knownToJson,
  type HistoryEntry,
  type TakenReading,
} from '#libs/timeline';

/** An entry as it is stored, and remembered: as text it takes a sixth of the memory. */
export interface EntryText {
  readonly atMs: number;
  readonly cause: Cause;
  readonly known: string;
  /** Null where it follows from what is known: of two readings of one code at one time that has only the newer. */
  readonly taken: string | null;
}

/** An entry is stored and then remembered; it does not change in between. */
const texts = new WeakMap<HistoryEntry, EntryText>();

export function textOfEntry(entry: HistoryEntry): EntryText {
  const before = texts.get(entry);
  if (before !== undefined) return before;
  const text = printed(entry);
  texts.set(entry, text);
  return text;
}

function printed({ atMs, cause, taken, known }: HistoryEntry): EntryText {
  const isKnown = takenAsKnown(known, atMs).length === taken.length;
  return {
    atMs,
    cause,
    known: JSON.stringify(knownToJson(known)),
    taken: isKnown ? null : JSON.stringify(taken),
  };
}

export function entryOfText({ atMs, cause, known, taken }: EntryText): HistoryEntry {
  return entryOf({
    atMs,
    cause,
    // Written by `textOfEntry`.
    known: JSON.parse(known) as KnownJson,
    // Likewise.
    taken: taken === null ? null : (JSON.parse(taken) as readonly TakenReading[]),
  });
}

/** An entry from its parts, as they were before they became text. */
export function entryOf(parts: {
  readonly atMs: number;
  readonly cause: Cause;
  readonly known: KnownJson;
  readonly taken: readonly TakenReading[] | null;
}): HistoryEntry {
  const { atMs, cause } = parts;
  const known = knownFromJson(parts.known);
  return { atMs, cause, known, taken: parts.taken ?? takenAsKnown(known, atMs) };
}

function takenAsKnown(known: Known, atMs: number): readonly TakenReading[] {
  return [...known.values()].flatMap(({ newest }) => (newest.takenAtMs === atMs ? [newest] : []));
}
