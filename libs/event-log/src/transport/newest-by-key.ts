/** A record of a batch, as far as it matters which is the newest of its key. */
interface Keyed<Event> {
  readonly key: string;
  /** Null is a tombstone. */
  readonly event: Event | null;
}

/**
 * Of each key in a batch the newest event, in whatever order they come; null where nothing follows a tombstone. The same as
 * taking in one record after another and never an older one after a newer one.
 *
 * @param versionOf what rises with every change: a revision, or an instant.
 */
export function newestByKey<Event>(
  records: readonly Keyed<Event>[],
  versionOf: (event: Event) => number | string,
): ReadonlyMap<string, Event | null> {
  const newest = new Map<string, Event | null>();
  for (const { key, event } of records) {
    const known = newest.get(key) ?? null;
    if (event === null || known === null || versionOf(known) < versionOf(event)) newest.set(key, event);
  }
  return newest;
}
