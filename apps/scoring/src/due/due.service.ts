import type { Logger } from '#libs/telemetry';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { ScoringService } from '../composition/scoring.service.ts';

/** So many patients are dealt with in one transaction: few enough that no reading waits long for their lock. */
const batchPatients = 200;

/** With no more than this left to be read, what was measured is known. */
const backlogRecords = 500;
/** After this long time goes on all the same: a patient who is silent must not go unnoticed behind a backlog. */
const longestWaitMs = 5 * 60_000;

export interface DueParts {
  readonly scoring: Pick<ScoringService, 'resume' | 'advance'>;
  readonly logger: Logger;
  readonly lookEveryMilliseconds: number;
  /** How many observation sets and plans are waiting to be read. */
  readonly backlog: () => Promise<number>;
}

/**
 * Works out what happens by itself when it is time: a value ages out, a poor reading has waited for long enough, a reading is
 * overdue, a decision lapses, a pause ends.
 *
 * What is due stands in the database with its time, so a crash or a restart forgets none of it, and any replica takes what
 * none of the others has in hand. It looks at short intervals, since a test may set the clock at any time. Each pass deals
 * with everything that is due by then and nothing that is yet to come. What fails is tried again at the next look.
 *
 * After a start it waits until what was measured meanwhile has been read, five minutes at most: every patient would be found
 * silent otherwise, only for that to be withdrawn.
 */
export class DueService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #parts: DueParts;
  readonly #startedAt = performance.now();
  #caughtUp = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: DueParts) {
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

  /** Deals with everything that is due by now. One look at a time: a call during one waits for it. Never rejects. */
  look(): Promise<void> {
    this.#running ??= this.#work()
      .catch((error: unknown) => {
        this.#parts.logger.warn({ event: 'due-failed', err: error }, 'What is due could not be worked on yet');
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #work(): Promise<void> {
    const { scoring } = this.#parts;
    await scoring.resume();
    if (!(await this.#hasCaughtUp())) return;
    let patients: number;
    do {
      patients = await scoring.advance(batchPatients);
    } while (patients > 0 && !this.#stopped);
  }

  async #hasCaughtUp(): Promise<boolean> {
    this.#caughtUp ||=
      performance.now() - this.#startedAt > longestWaitMs || (await this.#parts.backlog()) <= backlogRecords;
    return this.#caughtUp;
  }
}
