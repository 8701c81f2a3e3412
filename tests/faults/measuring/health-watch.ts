import { setTimeout as pause } from 'node:timers/promises';

interface Report {
  readonly checks: Readonly<Record<string, { readonly ok: boolean }>>;
}

const everyMs = 50;
const patienceMs = 3_000;

/** Asks every process for its health and metrics, over and over, as a monitoring system does. */
export class HealthWatch {
  /** Names of checks that have failed at any time. */
  readonly failed = new Set<string>();
  #over = false;
  #failing: ReadonlySet<string> = new Set();
  /** By how much at most, by series. */
  readonly #changed = new Map<string, number>();
  readonly #watching: Promise<unknown>;

  private constructor(
    private readonly processes: Readonly<Record<string, string>>,
    private readonly before: ReadonlyMap<string, number>,
  ) {
    // Apart from each other: while a check waits for its answer, the metrics are asked again.
    this.#watching = Promise.all([this.#watchHealth(), this.#watchMetrics()]);
  }

  static async start(processes: Readonly<Record<string, string>>): Promise<HealthWatch> {
    return new HealthWatch(processes, seriesOf(await allMetrics(processes)));
  }

  /** Whether the last look found all in order. */
  get healthy(): boolean {
    return this.#failing.size === 0;
  }

  /** Whether a check that fits has failed. */
  hasFailed(failing: RegExp): boolean {
    return [...this.failed].some((check) => failing.test(check));
  }

  /** Whether a series that fits has changed since the beginning, at any time by so much at least. */
  hasChanged(metric: RegExp, by = 0): boolean {
    return [...this.#changed].some(([series, change]) => metric.test(series) && change >= by);
  }

  async stop(): Promise<void> {
    this.#over = true;
    await this.#watching;
  }

  async #watchHealth(): Promise<void> {
    while (!this.#over) {
      const failing = await Promise.all(Object.entries(this.processes).map((process) => failingChecks(...process)));
      this.#failing = new Set(failing.flat());
      for (const name of this.#failing) this.failed.add(name);
      await pause(everyMs);
    }
  }

  async #watchMetrics(): Promise<void> {
    while (!this.#over) {
      for (const [series, value] of seriesOf(await allMetrics(this.processes))) {
        const change = Math.abs(value - (this.before.get(series) ?? 0));
        if (change > (this.#changed.get(series) ?? 0)) this.#changed.set(series, change);
      }
      await pause(everyMs);
    }
  }
}

async function failingChecks(name: string, url: string): Promise<readonly string[]> {
  try {
    const answer = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(patienceMs) });
    // The contract of readiness.
    const { checks } = (await answer.json()) as Report;
    return Object.entries(checks).flatMap(([check, { ok }]) => (ok ? [] : [check]));
  } catch {
    return [`${name} answers`];
  }
}

async function allMetrics(processes: Readonly<Record<string, string>>): Promise<string> {
  const texts = await Promise.all(
    Object.values(processes).map(async (url) => {
      try {
        return await (await fetch(new URL('/metrics', url), { signal: AbortSignal.timeout(patienceMs) })).text();
      } catch {
        return ''; // Readiness says so.
      }
    }),
  );
  return texts.join('\n');
}

/** Of the Prometheus text: name and labels, and the sum where processes have the same. */
export function seriesOf(text: string): ReadonlyMap<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    const found = /^(?<name>[a-z_]+(?:\{.*\})?) (?<value>[-+.\deInfNa]+)$/.exec(line)?.groups;
    if (found?.['name'] === undefined) continue;
    series.set(found['name'], (series.get(found['name']) ?? 0) + Number(found['value']));
  }
  return series;
}
