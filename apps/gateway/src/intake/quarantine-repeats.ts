/** Beyond so many, the one that has not come again for longest is forgotten. */
const mostRemembered = 10_000;

/**
 * How often each quarantined message has come. It goes on the log the first time, and then when the number has doubled, so
 * that the same junk sent a million times costs twenty records.
 */
export class QuarantineRepeats {
  readonly #times = new Map<string, number>();

  /** How often these have come so far, if what is counted here is remembered afterwards. */
  counting(): RepeatsInBatch {
    return new RepeatsInBatch((id) => this.#times.get(id) ?? 0);
  }

  /** The batch has been taken for good. */
  remember(batch: RepeatsInBatch): void {
    for (const [id, times] of batch.times) {
      this.#times.delete(id);
      this.#times.set(id, times);
    }
    for (const id of this.#times.keys()) {
      if (this.#times.size <= mostRemembered) return;
      this.#times.delete(id);
    }
  }
}

/** The same, while a batch is on its way: nothing of it is remembered if it fails. */
export class RepeatsInBatch {
  readonly times = new Map<string, number>();

  constructor(private readonly before: (id: string) => number) {}

  /** Counts a message. @returns how often it has come, where that is to be published. */
  count(id: string): number | undefined {
    const times = (this.times.get(id) ?? this.before(id)) + 1;
    this.times.set(id, times);
    return Number.isInteger(Math.log2(times)) ? times : undefined;
  }
}
