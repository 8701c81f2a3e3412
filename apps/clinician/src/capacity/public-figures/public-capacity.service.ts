import { Inject, Injectable } from '@nestjs/common';
import { publicFigures } from '#libs/capacity';
import type { Clock } from '#libs/clock';
import { instant, type PublicCapacity } from '#libs/contracts';
import { CLOCK, SETTINGS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import { CapacityService } from '../figures/capacity.service.ts';
import { CapacityRateExceededError } from './public-capacity-errors.ts';
import { decideRate, type RateWindow } from './request-rate.ts';

const minuteMs = 60_000;

/**
 * Shows other systems how many beds there are: no patient, and no number of patients by which one could be recognised. Each
 * caller has its own rate, which every process counts by itself: with two of them, twice as much comes through at most.
 */
@Injectable()
export class PublicCapacityService {
  readonly #windows = new Map<string, RateWindow>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ClinicianSettings,
    private readonly capacities: CapacityService,
  ) {}

  /** @throws CapacityRateExceededError */
  async figures(callerId: string): Promise<PublicCapacity> {
    const now = this.clock.now();
    this.#count(callerId, now.getTime());
    const wards = await this.capacities.bedsOf();
    const figures = publicFigures(wards.map(({ beds }) => beds));
    return {
      at: instant(now),
      wards: wards.flatMap(({ ward: { name, organisation, pathways } }, index) => {
        const own = figures.wards[index];
        return own === undefined ? [] : [{ name, organisation, ...own, pathways: [...(pathways ?? [])] }];
      }),
      total: figures.total,
    };
  }

  #count(callerId: string, now: number): void {
    const requests = this.settings.CAPACITY_PUBLIC_REQUESTS_PER_MINUTE;
    const decision = decideRate(this.#windows.get(callerId), now, { requests, perMilliseconds: minuteMs });
    for (const [id, { since }] of this.#windows) if (now >= since + minuteMs) this.#windows.delete(id);
    this.#windows.set(callerId, decision.window);
    if (!decision.allowed) throw new CapacityRateExceededError(requests, decision.retryAfterSeconds);
  }
}
