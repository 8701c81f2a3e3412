/** What one check found. */
export type CheckResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface ReadinessReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Whether a process can do its work now: a list of named checks, asked afresh each time and all at once. */
export class Readiness {
  readonly #checks = new Map<string, () => Promise<void>>();
  readonly #timeoutMilliseconds: number;

  /** @param timeoutMilliseconds how long a check may take before it counts as failed. */
  constructor(timeoutMilliseconds = 2_000) {
    this.#timeoutMilliseconds = timeoutMilliseconds;
  }

  /** Adds a check that resolves when all is well and rejects with the reason when not. A name can be used once. */
  add(name: string, check: () => Promise<void>): void {
    if (this.#checks.has(name)) throw new RangeError(`There is already a readiness check called "${name}".`);
    this.#checks.set(name, check);
  }

  async report(): Promise<ReadinessReport> {
    const results = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await this.#result(check)] as const),
    );
    return { ok: results.every(([, result]) => result.ok), checks: Object.fromEntries(results) };
  }

  async #result(check: () => Promise<void>): Promise<CheckResult> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(this.#timeoutMilliseconds)} ms`));
    }, this.#timeoutMilliseconds);
    try {
      await Promise.race([check(), tooLate]);
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A refused connection to a name with two addresses has an empty message of its own, and says why in its parts. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
