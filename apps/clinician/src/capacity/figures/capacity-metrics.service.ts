import { Inject, Injectable } from '@nestjs/common';
import type { BedFigures } from '#libs/contracts';
import { Gauge, type Registry } from 'prom-client';
import { METRICS } from '../../parts.module.ts';
import { CapacityService } from './capacity.service.ts';

const gauges: readonly {
  readonly name: string;
  readonly help: string;
  readonly labelNames: ['ward_id', 'ward'];
  readonly valueOf: (beds: BedFigures) => number | null;
}[] = [
  {
    name: 'homeward_ward_beds',
    help: 'Beds of the ward, closed ones among them.',
    labelNames: ['ward_id', 'ward'],
    valueOf: ({ beds }) => beds,
  },
  {
    name: 'homeward_ward_beds_open',
    help: 'Beds of the ward that are not closed.',
    labelNames: ['ward_id', 'ward'],
    valueOf: ({ open }) => open,
  },
  {
    name: 'homeward_ward_beds_occupied',
    help: 'Beds of the ward with a patient, those on leave among them.',
    labelNames: ['ward_id', 'ward'],
    valueOf: ({ occupied }) => occupied,
  },
  {
    name: 'homeward_ward_beds_reserved',
    help: 'Beds of the ward that are kept for a referral.',
    labelNames: ['ward_id', 'ward'],
    valueOf: ({ reserved }) => reserved,
  },
  {
    name: 'homeward_ward_beds_free',
    help: 'Beds of the ward that can be given out.',
    labelNames: ['ward_id', 'ward'],
    valueOf: ({ free }) => free,
  },
  {
    name: 'homeward_ward_referrals_waiting',
    help: 'Accepted referrals that wait for a bed of the ward.',
    labelNames: ['ward_id', 'ward'],
    valueOf: ({ waiting }) => waiting,
  },
  {
    name: 'homeward_ward_occupancy_ratio',
    help: 'Occupied by open beds, above 1 where there are more patients; missing where no bed is open.',
    labelNames: ['ward_id', 'ward'],
    valueOf: ({ occupancy }) => occupancy,
  },
];

const freshForMilliseconds = 1000;

/** What can be seen of beds from outside: by ward, read when it is asked for, so that every replica has the same answer. */
@Injectable()
export class CapacityMetricsService {
  #read: { readonly at: number; readonly wards: ReturnType<CapacityService['bedsOf']> } | undefined;

  constructor(
    @Inject(METRICS) registry: Registry,
    private readonly capacities: CapacityService,
  ) {
    for (const { name, help, labelNames, valueOf } of gauges) {
      const gauge = new Gauge({
        name,
        help,
        labelNames,
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
