/** What one check found. */
export type CheckResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface ReadinessReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Whether a process can do its work now: a list of named checks, asked afresh each time and all at once. */
export class Readiness {
  readonly #checks = new Map<string, () => Promise<void>>();
  readonly #observed = new Set<string>();
  readonly #failing = new Set<string>();
  /** Called with the name of a check that fails and did not before, by each look at the checks. */
  readonly began = new Set<(check: string) => void>();
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

  /**
   * Adds a check that is reported like any other and that readiness does not depend on: something to put right while the
   * process goes on doing its work.
   */
  observe(name: string, check: () => Promise<void>): void {
    this.add(name, check);
    this.#observed.add(name);
  }

  async report(): Promise<ReadinessReport> {
    const results = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await this.#result(check)] as const),
    );
    for (const [name, result] of results) this.#note(name, result);
    const ok = results.every(([name, result]) => result.ok || this.#observed.has(name));
    return { ok, checks: Object.fromEntries(results) };
  }

  #note(name: string, { ok }: CheckResult): void {
    if (ok) this.#failing.delete(name);
    else if (!this.#failing.has(name)) {
      this.#failing.add(name);
      for (const listener of this.began) listener(name);
    }
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
