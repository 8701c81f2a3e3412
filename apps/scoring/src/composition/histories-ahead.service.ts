import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import { PatientStatesStore } from './patient-states.store.ts';

/** So often it is looked for such histories, beside when the clock is seen to be set back. */
const lookEveryMs = 60_000;

export interface HistoriesAheadParts {
  readonly database: Pick<Database, 'pool'>;
  readonly logger: Logger;
  /** So far ahead of our clock a reading may be taken and count at once. */
  readonly aheadMs: number;
  /** Real time, however clocks are set. */
  readonly monotonicMs: () => number;
}

/**
 * Finds histories that were worked out past the present: a clock was ahead and has been set back, here, on another replica, or
 * while none ran. They become due at once, which has them worked out anew; what was published of the time that is still to
 * come is withdrawn then.
 */
export class HistoriesAheadService {
  readonly #parts: HistoriesAheadParts;
  readonly #states = new PatientStatesStore();
  #lastMs = -Infinity;
  #foundAtRealMs = -Infinity;

  constructor(parts: HistoriesAheadParts) {
    this.#parts = parts;
  }

  async makeDue(now: Date): Promise<void> {
    const { aheadMs, database, logger, monotonicMs } = this.#parts;
    const isSetBack = now.getTime() < this.#lastMs;
    this.#lastMs = now.getTime();
    const realMs = monotonicMs();
    if (!isSetBack && realMs - this.#foundAtRealMs < lookEveryMs) return;
    const patients = await this.#states.makeDueAfter(database.pool, new Date(now.getTime() + aheadMs), now);
    this.#foundAtRealMs = realMs;
    if (patients > 0)
      logger.warn({ event: 'histories-taken-back', patients }, 'Histories reach past the present and are taken back');
  }
}
