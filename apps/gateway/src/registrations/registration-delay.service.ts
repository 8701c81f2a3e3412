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

  constructor(parts: RegistrationDelayParts) {
    this.#parts = parts;
  }

  /** To be called where the log could not be written to. */
  logWasAway(): void {
    this.#behindUntil = performance.now() + afterOutageMs;
  }

  /** @throws what the log fails with: nothing can be known then. */
  async mayBeBehind(): Promise<boolean> {
    if (performance.now() - this.#lookedAt >= lookEveryMs) await this.#look();
    return performance.now() < this.#behindUntil;
  }

  async #look(): Promise<void> {
    const startedAt = performance.now();
    this.#lookedAt = startedAt;
    try {
      const lag = await this.#parts.log.lag(this.#parts.group);
      if (performance.now() - startedAt > slowMs) this.logWasAway();
      const unread = (lag.get('gateways') ?? 0) + (lag.get('devices') ?? 0);
      if (unread > 0) this.#behindUntil = Math.max(this.#behindUntil, performance.now() + lookEveryMs);
    } catch (error) {
      this.#lookedAt = -Infinity;
      this.logWasAway();
      throw error;
    }
  }
}
