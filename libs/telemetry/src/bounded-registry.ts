import { Registry } from 'prom-client';

/** Longer than a check of readiness may take: a metric says what those find. */
const longestMilliseconds = 2_500;

/**
 * A registry of which one metric that cannot be had costs the others nothing: many are counted in the database, and while that
 * is away, a page without those is what says so.
 */
export class BoundedRegistry extends Registry {
  readonly #longestMilliseconds: number;
  /** Of metrics that are still being made: who asks next does not begin it again. */
  readonly #underWay = new Map<string, Promise<string>>();

  /** @param milliseconds how long a metric may take before the page does without it. */
  constructor(milliseconds = longestMilliseconds) {
    super();
    this.#longestMilliseconds = milliseconds;
  }

  override async metrics(): Promise<string> {
    const texts = await Promise.all(this.getMetricsAsArray().map(({ name }) => this.#textOf(name)));
    return `${texts.filter((text) => text !== undefined).join('\n\n')}\n`;
  }

  /** Undefined where it cannot be had, or not in time. */
  async #textOf(name: string): Promise<string | undefined> {
    const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      resolve(undefined);
    }, this.#longestMilliseconds);
    const text = this.#underWay.get(name) ?? this.#make(name);
    try {
      return await Promise.race([text.catch(() => undefined), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  #make(name: string): Promise<string> {
    const text = this.getSingleMetricAsString(name).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, text);
    return text;
  }
}
