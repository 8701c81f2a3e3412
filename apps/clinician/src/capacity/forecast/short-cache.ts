/** So long what follows from days that have been is good for: it changes only where the past is corrected. */
const milliseconds = 5 * 60_000;

/**
 * What takes long to work out, by key, kept for five minutes: those who ask meanwhile get the same, those who ask at the same
 * time wait for one answer. A failure is not kept; it reaches those who asked.
 */
export class ShortCache<Key, Value> {
  readonly #kept = new Map<Key, { readonly since: number; readonly value: Promise<Value> }>();

  get(key: Key, now: Date, make: () => Promise<Value>): Promise<Value> {
    const time = now.getTime();
    for (const [old, { since }] of this.#kept) if (Math.abs(time - since) >= milliseconds) this.#kept.delete(old);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept.value;
    const entry = { since: time, value: make() };
    this.#kept.set(key, entry);
    entry.value.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    return entry.value;
  }
}
