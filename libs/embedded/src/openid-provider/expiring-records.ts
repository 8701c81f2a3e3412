import type { Adapter, AdapterPayload } from 'oidc-provider';

interface ExpiringRecord {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
  /** What shares a bound: records of one kind, begun by one owner. */
  readonly group: string;
}

/** Seconds since some fixed time, never going backwards. */
export type Stopwatch = () => number;

const mostRecords = 5000;
const mostOfOneOwner = 200;

/**
 * What the provider remembers while people sign in: codes, grants, the page a person is on. In memory on purpose: it
 * lives for minutes, and losing it costs a person one more attempt. Bounded, so that a flood of half-begun sign-ins
 * pushes out its own oldest, and not those of other people, rather than filling the process.
 */
export class ExpiringRecords {
  readonly #records = new Map<string, ExpiringRecord>();
  readonly #groups = new Map<string, Set<string>>();

  /** @param owner of what is remembered now: where the request that is being answered comes from. */
  constructor(
    private readonly stopwatch: Stopwatch,
    private readonly owner: () => string,
  ) {}

  /** The provider's view of the records of one kind. */
  adapterFor(kind: string): Adapter {
    const keyOf = (id: string): string => `${kind}:${id}`;
    const findWhere = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      this.#live(kind).find(matches);
    return {
      upsert: async (id, payload, expiresIn) => {
        const expiresAt = this.stopwatch() + (expiresIn ?? Infinity);
        this.#keep(keyOf(id), { payload, expiresAt, group: `${kind} ${this.owner()}` });
      },
      find: async (id) => this.#find(keyOf(id)),
      findByUid: async (uid) => findWhere((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => findWhere((payload) => payload.userCode === userCode),
      consume: async (id) => {
        const record = this.#records.get(keyOf(id));
        if (record === undefined) return;
        const payload = { ...record.payload, consumed: Math.max(1, Math.floor(this.stopwatch())) };
        this.#records.set(keyOf(id), { ...record, payload });
      },
      destroy: async (id) => {
        this.#forget(keyOf(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of this.#records) if (payload.grantId === grantId) this.#forget(key);
      },
    };
  }

  get size(): number {
    return this.#records.size;
  }

  #keep(key: string, record: ExpiringRecord): void {
    // Forgotten first, so that a record that is kept anew counts as the newest in its group's order.
    this.#forget(key);
    this.#records.set(key, record);
    const group = this.#groups.get(record.group) ?? new Set<string>();
    this.#groups.set(record.group, group.add(key));
    if (group.size > mostOfOneOwner) this.#forgetOldest(group);
    if (this.#records.size <= mostRecords) return;
    const now = this.stopwatch();
    for (const [old, { expiresAt }] of this.#records) if (expiresAt <= now) this.#forget(old);
    while (this.#records.size > mostRecords) this.#forgetOldest(this.#largestGroup());
  }

  #forget(key: string): void {
    const record = this.#records.get(key);
    if (record === undefined) return;
    this.#records.delete(key);
    const group = this.#groups.get(record.group);
    group?.delete(key);
    if (group?.size === 0) this.#groups.delete(record.group);
  }

  #forgetOldest(group: ReadonlySet<string>): void {
    const [oldest] = group;
    if (oldest !== undefined) this.#forget(oldest);
  }

  #largestGroup(): ReadonlySet<string> {
    let largest: ReadonlySet<string> = new Set();
    for (const group of this.#groups.values()) if (group.size > largest.size) largest = group;
    return largest;
  }

  #find(key: string): AdapterPayload | undefined {
    const record = this.#records.get(key);
    if (record === undefined) return undefined;
    if (record.expiresAt > this.stopwatch()) return record.payload;
    this.#forget(key);
    return undefined;
  }

  #live(kind: string): readonly AdapterPayload[] {
    const now = this.stopwatch();
    return [...this.#records]
      .filter(([key, { expiresAt }]) => key.startsWith(`${kind}:`) && expiresAt > now)
      .map(([, { payload }]) => payload);
  }
}
