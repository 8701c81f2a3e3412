import type { Clock } from '#libs/clock';
import type { Logger } from '#libs/telemetry';
import { setTimeout as pause } from 'node:timers/promises';
import type { BacklogMetrics } from './backlog-metrics.service.ts';
import type { BacklogService } from './backlog.service.ts';
import { BacklogWaitsError } from './backlog-errors.ts';

/** How soon after it came to wait a set is looked at, at most. */
const lookEveryMs = 200;
const measureEveryMs = 1_000;

export interface BacklogWorkerParts {
  /** Works off one slice; resolves to false where nothing waits. */
  readonly scoring: { workOff(): Promise<boolean> };
  readonly backlog: Pick<BacklogService, 'size'>;
  readonly clock: Clock;
  readonly metrics: BacklogMetrics;
  readonly logger: Logger;
}

/**
 * Works off what waits, slice by slice, and rests after each for as long as it took: what is new always has at least half of
 * the process. Where several replicas do so, each takes other patients.
 */
export class BacklogWorker {
  readonly #parts: BacklogWorkerParts;
  /** So many sets waited when that was looked at last. */
  #waiting = 0;
  #measuredAtMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: BacklogWorkerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), lookEveryMs).unref();
  }

  /** Resolves once no slice is in hand any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Works off everything that waits. One look at a time: a call during one waits for it. Never rejects. */
  look(): Promise<void> {
    this.#running ??= this.#work()
      .catch((error: unknown) => {
        this.#parts.logger.warn({ event: 'backlog-failed', err: error }, 'What waits could not be worked on yet');
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** For readiness: rejects while sets wait, and says how many. */
  async check(): Promise<void> {
    const { sets, patients, since } = await this.#parts.backlog.size();
    if (sets > 0) throw new BacklogWaitsError({ sets, patients, seconds: Math.round(this.#secondsSince(since)) });
  }

  async #work(): Promise<void> {
    let startedAt = performance.now();
    while (!this.#stopped && (await this.#parts.scoring.workOff())) {
      await this.#measure();
      await pause(performance.now() - startedAt);
      startedAt = performance.now();
    }
    if (this.#waiting > 0) await this.#measure(0);
  }

  /** Counting costs more the more there is. */
  async #measure(atLeastMs = measureEveryMs): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#measuredAtMs < atLeastMs) return;
    this.#measuredAtMs = nowMs;
    const { sets, patients, since } = await this.#parts.backlog.size();
    this.#waiting = sets;
    this.#parts.metrics.measured({ sets, patients, seconds: this.#secondsSince(since) });
  }

  #secondsSince(since: Date | null): number {
    return since === null ? 0 : Math.max(0, (this.#parts.clock.now().getTime() - since.getTime()) / 1000);
  }
}
