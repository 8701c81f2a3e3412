import type { Instant } from '#libs/contracts';

/** An event as it was published last, with its JSON on the log and when it was known. */
export interface PublishedEvent<Event> {
  readonly event: Event;
  readonly text: string;
  readonly knownAt: Instant;
}

/** An event that is new, or differs from what was published last. */
export interface Revision<Event> {
  readonly event: Event;
  readonly text: string;
  readonly atMs: number;
  /** What it replaces. */
  readonly replaced: PublishedEvent<Event> | undefined;
}

/** How the events of one kind are made. */
export interface EventMaker<Fact, Event> {
  /** Its JSON on the log: two events are the same where that is. */
  readonly print: (event: Event) => string;
  /** The event of a fact in the revision that was published last: the same text means that nothing is new. */
  readonly unchanged: (fact: Fact, before: PublishedEvent<Event>) => Event;
  /** The event in its next revision. */
  readonly next: (fact: Fact, before: PublishedEvent<Event> | undefined) => Event;
  /** The event taken back; undefined where it has been taken back already. */
  readonly withdrawn: (before: PublishedEvent<Event>) => { readonly event: Event; readonly atMs: number } | undefined;
}

/**
 * Compares what is true of a stretch of a patient's history with what was published of it.
 *
 * @param facts by what makes two of them the same fact.
 * @param published everything that was published of the same stretch, by the same.
 * @returns what has to be published: facts that are new, facts that differ, and withdrawals of those that are no more.
 */
export function revise<Key, Fact extends { readonly atMs: number }, Event>(
  facts: ReadonlyMap<Key, Fact>,
  published: ReadonlyMap<Key, PublishedEvent<Event>>,
  maker: EventMaker<Fact, Event>,
): readonly Revision<Event>[] {
  const revisions: Revision<Event>[] = [];
  for (const [key, fact] of facts) {
    const before = published.get(key);
    const unchanged = before && maker.print(maker.unchanged(fact, before));
    if (unchanged !== undefined && unchanged === before?.text) continue;
    const event = maker.next(fact, before);
    revisions.push({ event, text: maker.print(event), atMs: fact.atMs, replaced: before });
  }
  for (const [key, before] of published) {
    const back = facts.has(key) ? undefined : maker.withdrawn(before);
    if (back !== undefined) revisions.push({ ...back, text: maker.print(back.event), replaced: before });
  }
  return revisions;
}
