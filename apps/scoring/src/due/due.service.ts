import type { Logger } from '#libs/telemetry';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { ScoringService } from '../composition/scoring.service.ts';

/** So many patients are dealt with in one transaction: few enough that nobody's readings wait long for their lock. */
const batchPatients = 200;

/**
 * Sees to it that what happens by itself is told when it is time: a value ages out, a poor reading has waited for long
 * enough, something is overdue, a decision lapses, a pause ends.
 *
 * What is due stands in the database with its time, so a crash or a restart forgets none of it, and any replica takes what
 * none of the others has in hand. It looks at short intervals, since a test may set the clock at any time. Each pass tells
 * everything that is due by then and nothing that is yet to come. What fails is tried again at the next look.
 */
export class DueService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #parts: {
    readonly scoring: ScoringService;
    readonly logger: Logger;
    readonly lookEveryMilliseconds: number;
  };
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: {
    readonly scoring: ScoringService;
    readonly logger: Logger;
    readonly lookEveryMilliseconds: number;
  }) {
    this.#parts = parts;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), this.#parts.lookEveryMilliseconds).unref();
  }

  /** Resolves once nothing is in hand any more. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Tells everything that is due by now. One look at a time: whoever asks during one waits for it. Never rejects. */
  look(): Promise<void> {
    this.#running ??= this.#tellDue()
      .catch((error: unknown) => {
        this.#parts.logger.warn({ event: 'due-failed', err: error }, 'What is due could not be told yet');
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #tellDue(): Promise<void> {
    const { scoring } = this.#parts;
    await scoring.relay();
    let patients: number;
    do {
      patients = await scoring.advance(batchPatients);
    } while (patients > 0 && !this.#stopped);
  }
}
