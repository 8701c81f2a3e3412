import type { TopicName } from '#libs/contracts';

export type LagOf = () => Promise<ReadonlyMap<TopicName, number>>;

/** So long an asker waits for a log that does not answer. */
const patienceMs = 500;
const unknown: ReadonlyMap<TopicName, number> = new Map();

/**
 * The lag of a group for askers who must not be held up: the answer is empty where the log gives none soon, and one
 * question is put to it at a time.
 */
export class LagMeasurement {
  readonly #lagOf: LagOf;
  #measuring: Promise<ReadonlyMap<TopicName, number>> | undefined;

  constructor(lagOf: LagOf) {
    this.#lagOf = lagOf;
  }

  async current(): Promise<ReadonlyMap<TopicName, number>> {
    this.#measuring ??= this.#lagOf()
      // Not to be known is an answer: the readiness of the log says why.
      .catch(() => unknown)
      .finally(() => (this.#measuring = undefined));
    const { promise: tooLate, resolve } = Promise.withResolvers<ReadonlyMap<TopicName, number>>();
    const timer = setTimeout(() => {
      resolve(unknown);
    }, patienceMs);
    try {
      return await Promise.race([this.#measuring, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}
