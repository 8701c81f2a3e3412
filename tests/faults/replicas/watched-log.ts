import type { Subscription } from '#libs/event-log';
import { ObservationSetRecorded, Score, Signal } from '#libs/contracts';
import { openBenchLog } from '../../load/bench-log.ts';

/** A record of what has revisions. */
interface Revised {
  readonly id: string;
  readonly revision: number;
}

/** What services put on the log, read by a group of its own as it comes. */
export class WatchedLog {
  /** When the log took the first score of a reading time, by patient and time. */
  readonly #scoredAtMs = new Map<string, number>();
  readonly #newest = new Map<string, number>();
  readonly #setIds = new Set<string>();
  #subscription: Subscription | undefined;
  /** Sets that are on the log again, under the same id. */
  setsAgain = 0;
  /** Scores and signals that are on the log behind a later revision of themselves. */
  outOfOrder = 0;

  private constructor(private readonly opened: ReturnType<typeof openBenchLog>) {}

  static async open(environment: Readonly<Record<string, string>>): Promise<WatchedLog> {
    const watched = new WatchedLog(openBenchLog(environment));
    await watched.opened.log.prepare();
    watched.#subscription = await watched.opened.log.subscribe({
      group: 'watch-of-replicas',
      topics: ['observations', 'scores', 'signals'],
      onBatch: ({ topic, records }) => {
        for (const { value, appendedAt } of records) {
          const event: unknown = JSON.parse(value ?? 'null');
          if (topic === 'observations') watched.#onSet(ObservationSetRecorded.parse(event));
          else if (topic === 'scores') watched.#onScore(Score.parse(event), appendedAt.getTime());
          else watched.#onRevised(Signal.parse(event));
        }
        return Promise.resolve();
      },
    });
    return watched;
  }

  scoredAtMs(patientId: string, takenAt: string): number | undefined {
    return this.#scoredAtMs.get(`${patientId} ${takenAt}`);
  }

  async close(): Promise<void> {
    await this.#subscription?.close();
    await this.opened.log.close();
    await this.opened.pool.end();
  }

  #onSet({ id }: { readonly id: string }): void {
    if (this.#setIds.has(id)) this.setsAgain += 1;
    this.#setIds.add(id);
  }

  #onScore(score: Score, appendedAtMs: number): void {
    this.#onRevised(score);
    const key = `${score.patientId} ${score.at}`;
    if (!this.#scoredAtMs.has(key)) this.#scoredAtMs.set(key, appendedAtMs);
  }

  #onRevised({ id, revision }: Revised): void {
    const newest = this.#newest.get(id) ?? 0;
    if (revision < newest) this.outOfOrder += 1;
    this.#newest.set(id, Math.max(newest, revision));
  }
}
