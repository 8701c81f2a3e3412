/** How often the awaited gateways are looked up, in milliseconds. */
const lookUpEveryMs = 100;
/** No more are awaited: guessed ids must cost neither memory nor the time of gateways that are known. */
const most = 500;

/** As much of a gateway as is looked at here. */
interface Row {
  readonly gateway_id: string;
}

interface Awaited<Found extends Row> {
  /** By `performance.now()`. */
  readonly until: number;
  readonly row: Promise<Found | undefined>;
  readonly settle: (row: Found | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Gateways that have come before the log has said that they are registered. They are looked up together, so that any
 * number of unknown ids costs one statement each time.
 */
export class AwaitedGateways<Found extends Row> {
  readonly #awaited = new Map<string, Awaited<Found>>();
  #timer: NodeJS.Timeout | undefined;

  /** @param waitMs for how long a gateway is looked up again. */
  constructor(
    private readonly lookUp: (gatewayIds: readonly string[]) => Promise<readonly Found[]>,
    private readonly waitMs: number,
  ) {}

  /**
   * The gateway once it is registered; undefined where it is not within the time, or too many are awaited already.
   * Rejects where it could not be looked up.
   */
  wait(gatewayId: string): Promise<Found | undefined> {
    const awaited = this.#awaited.get(gatewayId);
    if (awaited !== undefined) return awaited.row;
    if (this.#awaited.size >= most) return Promise.resolve(undefined);
    const { promise: row, resolve: settle, reject: fail } = Promise.withResolvers<Found | undefined>();
    this.#awaited.set(gatewayId, { until: performance.now() + this.waitMs, row, settle, fail });
    this.#schedule();
    return row;
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#look()
        .catch((error: unknown) => {
          for (const { fail } of this.#awaited.values()) fail(error);
          this.#awaited.clear();
        })
        .finally(() => {
          this.#timer = undefined;
          if (this.#awaited.size > 0) this.#schedule();
        });
    }, lookUpEveryMs);
  }

  async #look(): Promise<void> {
    const asked = [...this.#awaited];
    const rows = await this.lookUp(asked.map(([gatewayId]) => gatewayId));
    const found = new Map(rows.map((row) => [row.gateway_id, row]));
    const now = performance.now();
    for (const [gatewayId, { until, settle }] of asked) {
      const row = found.get(gatewayId);
      if (row === undefined && now < until) continue;
      this.#awaited.delete(gatewayId);
      settle(row);
    }
  }
}
