import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { instant, type Instant } from '#libs/contracts';
import { CLOCK, SETTINGS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import type { CanaryArrival, CanaryStream } from './canary-arrival.ts';
import { CanaryArrivalsStore } from './canary-arrivals.store.ts';
import { isFresh } from './fresh.ts';

/**
 * Keeps when something of the canary last came through a consumer group, for every process of the service to see. What
 * comes late, out of a backlog, proves only that the backlog is worked on: it is no arrival.
 */
@Injectable()
export class CanaryArrivalsService {
  readonly #intervalMs: number;

  constructor(
    private readonly store: CanaryArrivalsStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) { CANARY_SECONDS }: ClinicianSettings,
  ) {
    this.#intervalMs = CANARY_SECONDS * 1000;
  }

  /** Takes in what came of the canary; of several the newest counts. */
  async keep(stream: CanaryStream, arrived: readonly { readonly at: Instant }[]): Promise<void> {
    const newest = arrived
      .map(({ at }) => at)
      .toSorted()
      .at(-1);
    const now = this.clock.now();
    if (newest === undefined || !isFresh(newest, now, this.#intervalMs)) return;
    await this.store.keep(stream, { takenAt: newest, arrivedAt: instant(now) });
  }

  /** What came last by each group, as far as anything did. */
  async last(): Promise<ReadonlyMap<CanaryStream, CanaryArrival>> {
    return this.store.all();
  }
}
