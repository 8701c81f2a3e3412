import type { EventLog } from '#libs/event-log';

/** A log that takes longer than this to say how much there is to read has been away. */
const slowMs = 1_000;
/**
 * So long after the log was away news may still be on its way: what sends it tries once a second, and a reader may have to
 * join its group again.
 */
const afterOutageMs = 5_000;
/** So long what the log said is relied upon. */
const lookEveryMs = 1_000;

export interface RegistrationDelayParts {
  readonly log: Pick<EventLog, 'lag'>;
  /** The group by which this service reads the log. */
  readonly group: string;
}

/**
 * Whether what this service knows of gateways and devices may be behind what was registered and issued. Nothing is refused
 * for being unknown while that is so: a sender that is refused does not send again.
 */
export class RegistrationDelay {
  readonly #parts: RegistrationDelayParts;
  /** By `performance.now()`, as the other. */
  #behindUntil = -Infinity;
  #lookedAt = -Infinity;
  #looking: Promise<void> | undefined;

  constructor(parts: RegistrationDelayParts) {
    this.#parts = parts;
  }

  /** To be called where what came could not be put on the log. */
  logWasAway(): void {
    this.#behindUntil = performance.now() + afterOutageMs;
  }

  /** @throws what the log fails with: nothing can be known then. */
  async mayBeBehind(): Promise<boolean> {
    // A caller during a look waits for it: what was known before may be what an outage has changed.
    if (this.#looking !== undefined || performance.now() - this.#lookedAt >= lookEveryMs) {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
      await this.#looking;
    }
    return performance.now() < this.#behindUntil;
  }

  async #look(): Promise<void> {
    const startedAt = performance.now();
    try {
      const lag = await this.#parts.log.lag(this.#parts.group);
      this.#lookedAt = performance.now();
      if (this.#lookedAt - startedAt > slowMs) this.logWasAway();
      const unread = (lag.get('gateways') ?? 0) + (lag.get('devices') ?? 0);
      if (unread > 0) this.#behindUntil = Math.max(this.#behindUntil, performance.now() + lookEveryMs);
    } catch (error) {
      this.logWasAway();
      throw error;
    }
  }
}
