import type { Adapter, AdapterPayload } from 'oidc-provider';

interface ExpiringRecord {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** Seconds since some fixed time, never going backwards. */
export type Stopwatch = () => number;

const mostRecords = 5000;

/**
 * What the provider remembers while people sign in: codes, grants, the page a person is on. In memory on purpose: it
 * lives for minutes, and losing it costs a person one more attempt. Bounded, so that a flood of half-begun sign-ins
 * pushes out the oldest rather than filling the process.
 */
export class ExpiringRecords {
  readonly #records = new Map<string, ExpiringRecord>();

  constructor(private readonly stopwatch: Stopwatch) {}

  /** The provider's view of the records of one kind. */
  adapterFor(kind: string): Adapter {
    const keyOf = (id: string): string => `${kind}:${id}`;
    const findWhere = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      this.#live(kind).find(matches);
    return {
      upsert: async (id, payload, expiresIn) => this.#keep(keyOf(id), payload, expiresIn ?? Infinity),
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
        this.#records.delete(keyOf(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of this.#records) if (payload.grantId === grantId) this.#records.delete(key);
      },
    };
  }

  get size(): number {
    return this.#records.size;
  }

  #keep(key: string, payload: AdapterPayload, expiresInSeconds: number): void {
    const now = this.stopwatch();
    // Deleted first, so that a record that is kept anew counts as the newest in the map's order.
    this.#records.delete(key);
    this.#records.set(key, { payload, expiresAt: now + expiresInSeconds });
    if (this.#records.size <= mostRecords) return;
    for (const [old, { expiresAt }] of this.#records) if (expiresAt <= now) this.#records.delete(old);
    for (const old of this.#records.keys()) {
      if (this.#records.size <= mostRecords) return;
      this.#records.delete(old);
    }
  }

  #find(key: string): AdapterPayload | undefined {
    const record = this.#records.get(key);
    if (record === undefined) return undefined;
    if (record.expiresAt > this.stopwatch()) return record.payload;
    this.#records.delete(key);
    return undefined;
  }

  #live(kind: string): readonly AdapterPayload[] {
    const now = this.stopwatch();
    return [...this.#records]
      .filter(([key, { expiresAt }]) => key.startsWith(`${kind}:`) && expiresAt > now)
      .map(([, { payload }]) => payload);
  }
}
