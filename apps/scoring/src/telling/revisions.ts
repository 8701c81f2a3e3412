/** An event as it was told last, with its JSON. */
export interface Kept<Event> {
  readonly event: Event;
  readonly text: string;
}

/** An event that is new, or differs from what was told last. */
export interface Revised<Event, Stored extends Kept<Event>> {
  readonly event: Event;
  readonly text: string;
  readonly atMs: number;
  /** What it replaces. */
  readonly replaced: Stored | undefined;
}

/** How the events of one kind are made. */
export interface Telling<Fact, Event, Stored extends Kept<Event>> {
  /** The event of a fact as it would have been told with what was told last: the same text means that nothing is new. */
  readonly again: (fact: Fact, kept: Stored) => Event;
  /** The event as it is to be told now. */
  readonly now: (fact: Fact, kept: Stored | undefined) => Event;
  /** Takes an event back; undefined where it has been taken back already. */
  readonly takenBack: (kept: Stored) => { readonly event: Event; readonly atMs: number } | undefined;
}

/**
 * Compares what is true of a stretch of a patient's history with what has been told of it.
 *
 * @param facts by what makes two of them the same fact.
 * @param kept everything that has been told of the same stretch, by the same.
 * @returns what has to be told: facts that are new, facts that differ, and, for those that are no more, that they never
 *   were.
 */
export function revise<Key, Fact extends { readonly atMs: number }, Event, Stored extends Kept<Event>>(
  facts: ReadonlyMap<Key, Fact>,
  kept: ReadonlyMap<Key, Stored>,
  telling: Telling<Fact, Event, Stored>,
): readonly Revised<Event, Stored>[] {
  const revised: Revised<Event, Stored>[] = [];
  for (const [key, fact] of facts) {
    const before = kept.get(key);
    const told = before === undefined ? undefined : telling.again(fact, before);
    if (told !== undefined && JSON.stringify(told) === before?.text) continue;
    const event = telling.now(fact, before);
    revised.push({ event, text: JSON.stringify(event), atMs: fact.atMs, replaced: before });
  }
  for (const [key, before] of kept) {
    const back = facts.has(key) ? undefined : telling.takenBack(before);
    if (back !== undefined) revised.push({ ...back, text: JSON.stringify(back.event), replaced: before });
  }
  return revised;
}
