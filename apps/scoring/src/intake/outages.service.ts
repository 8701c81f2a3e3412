import type { Clock } from '#libs/clock';
import { instant, type Instant, type IntakeStatus } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import type { Outage } from '#libs/timeline';
import type { OnModuleInit } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { type NumberedOutage, OutagesStore } from './outages.store.ts';

/** The gateway service says every five seconds that messages can come in. After this long without, none can. */
const awayAfterMs = 30_000;
/** At a start: what was heard last must not be older than this for the intake to be taken as there. */
const staleAfterMs = 60_000;

export interface OutagesParts {
  readonly database: Pick<Database, 'pool' | 'transaction'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Real time, which no test sets and no correction of the clock moves; in milliseconds since any instant. */
  readonly monotonicMs?: () => number;
}

/** The outages that are known, as they were at one time. */
export class KnownOutages {
  readonly number: number;
  readonly outages: readonly Outage[];
  /** Every change, also of what turned out to be no outage. */
  readonly changes: readonly NumberedOutage[];

  constructor(numbered: readonly NumberedOutage[]) {
    this.changes = numbered;
    this.number = Math.max(0, ...numbered.map(({ number }) => number));
    this.outages = numbered.filter(({ fromMs, untilMs }) => fromMs < untilMs);
  }

  /** Those that have not changed since a number: what a history was worked out with. */
  upTo(number: number): readonly Outage[] {
    if (number === this.number) return this.outages;
    return this.changes.filter((one) => one.number <= number && one.fromMs < one.untilMs);
  }
}

/** The outages as they are now, for a replay. */
export async function knownOutages(client: Pick<ClientBase, 'query'>): Promise<KnownOutages> {
  return new KnownOutages(await new OutagesStore().all(client));
}

/**
 * Knows when no message could come in, by what the gateway service says (`intake-status`). While it has said nothing new for
 * half a minute of real time, an outage lasts since the last time; an installation that never said anything has none.
 *
 * Outages are rows, so that a restart, a replay and every replica know the same.
 */
export class OutagesService implements OnModuleInit {
  readonly #parts: OutagesParts;
  readonly #store = new OutagesStore();
  readonly #monotonicMs: () => number;
  #current = new KnownOutages([]);
  #heard: { readonly at: Instant; readonly seenMs: number } | undefined;

  constructor(parts: OutagesParts) {
    this.#parts = parts;
    this.#monotonicMs = parts.monotonicMs ?? (() => performance.now());
  }

  get current(): KnownOutages {
    return this.#current;
  }

  /** Before anything is read: where nothing was heard for long, nothing has come in since, as far as is known. */
  async onModuleInit(): Promise<void> {
    const { database, clock } = this.#parts;
    const heardAt = await this.#store.heardAt(database.pool, { locked: false });
    if (heardAt !== undefined && clock.now().getTime() - heardAt.getTime() > staleAfterMs) await this.#open(heardAt);
    await this.refresh(database.pool);
  }

  /** Takes in what the gateway service said; what is older than what is known changes nothing. */
  async record(statuses: readonly IntakeStatus[]): Promise<void> {
    const newest = statuses.reduce<IntakeStatus | undefined>(
      (one, other) => (one === undefined || one.at < other.at ? other : one),
      undefined,
    );
    if (newest === undefined) return;
    const { database } = this.#parts;
    await database.transaction(async (client) => {
      if (!(await this.#store.hear(client, newest.at))) return;
      if (newest.outages.length > 0) await this.#store.keep(client, newest.outages);
      await this.#store.closeOpen(client);
    });
    await this.look();
  }

  /** Finds out whether an outage lasts, and what other replicas have found. */
  async look(): Promise<void> {
    const { database } = this.#parts;
    const { heardAt, number } = await this.#store.look(database.pool);
    const nowMs = this.#monotonicMs();
    if (heardAt !== undefined && heardAt !== this.#heard?.at) this.#heard = { at: heardAt, seenMs: nowMs };
    if (number !== this.#current.number) await this.refresh(database.pool);
    if (this.#heard === undefined || nowMs - this.#heard.seenMs <= awayAfterMs || this.#lasts) return;
    await this.#open(new Date(this.#heard.at));
    await this.refresh(database.pool);
  }

  async refresh(client: Pick<ClientBase, 'query'>): Promise<void> {
    this.#current = await knownOutages(client);
  }

  get #lasts(): boolean {
    return this.#current.outages.some(({ untilMs }) => untilMs === Infinity);
  }

  async #open(since: Date): Promise<void> {
    const { database, logger } = this.#parts;
    await database.transaction(async (client) => {
      const heardAt = await this.#store.heardAt(client, { locked: true });
      if (heardAt?.getTime() === since.getTime()) await this.#store.open(client, since);
    });
    logger.warn(
      { event: 'intake-away', since: instant(since) },
      'Nothing has come from the gateway service: no silence is noticed until it does',
    );
  }
}
