import type { TopicName } from '#libs/contracts';
import type { LogBatch } from '../event-log.ts';

/** The batches that have been read and not worked through, those among them that failed and come again. */
export class UnfinishedBatches {
  readonly #oldest = new Map<string, { readonly topic: TopicName; readonly appendedAt: Date }>();
  readonly #topics = new Set<TopicName>();

  /** One that comes again takes the position of its first coming. */
  begun({ topic, partition, records: [first] }: LogBatch): void {
    this.#topics.add(topic);
    if (first !== undefined) this.#oldest.set(`${topic}/${String(partition)}`, { topic, appendedAt: first.appendedAt });
  }

  done({ topic, partition }: LogBatch): void {
    this.#oldest.delete(`${topic}/${String(partition)}`);
  }

  /** Others may have them now. */
  clear(): void {
    this.#oldest.clear();
  }

  /** How old the oldest record of them is, for every topic of which there has been a batch. */
  oldestSeconds(now: Date): ReadonlyMap<TopicName, number> {
    const seconds = new Map<TopicName, number>([...this.#topics].map((topic) => [topic, 0]));
    for (const { topic, appendedAt } of this.#oldest.values()) {
      const age = (now.getTime() - appendedAt.getTime()) / 1000;
      seconds.set(topic, Math.max(age, seconds.get(topic) ?? 0));
    }
    return seconds;
  }
}
