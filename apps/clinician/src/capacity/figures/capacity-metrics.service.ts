import { Inject, Injectable } from '@nestjs/common';
import type { BedFigures } from '#libs/contracts';
import { Gauge, type Registry } from 'prom-client';
import { METRICS } from '../../parts.module.ts';
import { CapacityService } from './capacity.service.ts';

const gauges = [
  ['homeward_ward_beds', 'Beds of the ward, closed ones among them.', ({ beds }) => beds],
  ['homeward_ward_beds_open', 'Beds of the ward that are not closed.', ({ open }) => open],
  [
    'homeward_ward_beds_occupied',
    'Beds of the ward with a patient, those on leave among them.',
    ({ occupied }) => occupied,
  ],
  ['homeward_ward_beds_reserved', 'Beds of the ward that are kept for a referral.', ({ reserved }) => reserved],
  ['homeward_ward_beds_free', 'Beds of the ward that can be given out.', ({ free }) => free],
  ['homeward_ward_referrals_waiting', 'Accepted referrals that wait for a bed of the ward.', ({ waiting }) => waiting],
  [
    'homeward_ward_occupancy_ratio',
    'Occupied by open beds, above 1 where there are more patients; missing where no bed is open.',
    ({ occupancy }) => occupancy,
  ],
] as const satisfies readonly (readonly [name: string, help: string, valueOf: (beds: BedFigures) => number | null])[];

const freshForMilliseconds = 1000;

/** What can be seen of beds from outside: by ward, read when it is asked for, so that every replica has the same answer. */
@Injectable()
export class CapacityMetricsService {
  #read: { readonly at: number; readonly wards: ReturnType<CapacityService['bedsOf']> } | undefined;

  constructor(
    @Inject(METRICS) registry: Registry,
    private readonly capacities: CapacityService,
  ) {
    for (const [name, help, valueOf] of gauges) {
      const gauge = new Gauge({
        name,
        help,
        labelNames: ['ward_id', 'ward'],
        registers: [registry],
        collect: async () => {
          const wards = await this.#wards().catch(() => []);
          gauge.reset();
          for (const { ward, beds } of wards) {
            const value = valueOf(beds);
            if (value !== null) gauge.set({ ward_id: ward.id, ward: ward.name }, value);
          }
        },
      });
    }
  }

  /** Once for all gauges of one scrape. */
  #wards(): ReturnType<CapacityService['bedsOf']> {
    const now = performance.now();
    if (this.#read === undefined || now - this.#read.at > freshForMilliseconds) {
      this.#read = { at: now, wards: this.capacities.bedsOf() };
    }
    return this.#read.wards;
  }
}
