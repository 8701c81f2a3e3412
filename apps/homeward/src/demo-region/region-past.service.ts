/** Brings in the made-up past of the region's wards, once for each: the one history of the demo that did not happen in it. */
import { instant, PastStaysAdded, type PatientId, Ward, WardCapacity } from '#libs/contracts';
import { z } from 'zod';
import type { HomewardApi } from '../api/homeward-api.client.ts';
import { madeUpPast } from './made-up-past.ts';
import { livingWards, riverside } from './region.ts';

/** Said with each of these stays, and of the beds that they were in. */
const source = 'the demo: made up';

export class RegionPastService {
  constructor(private readonly api: HomewardApi) {}

  /** Rejects with the errors of the API. */
  async setUp(patientIds: readonly PatientId[]): Promise<void> {
    const wards = new Map<string, Ward>();
    for await (const ward of this.api.all('/wards', Ward)) wards.set(ward.name, ward);
    const withPast = [riverside, ...livingWards.map(({ ward, past }) => ({ ...ward, past }))].flatMap((of) => {
      const { name, pathways = [], past, beds } = of;
      const ward = wards.get(name);
      return ward === undefined
        ? []
        : [{ name, pathways, beds, ...past, id: ward.id, openedAt: new Date(ward.createdAt) }];
    });
    const stays = madeUpPast(withPast, patientIds.length);
    for (const { id, name, beds } of withPast) {
      if (await this.#hasPast(id)) continue;
      const body = {
        source,
        beds,
        stays: (stays.get(name) ?? []).map(({ person, admittedAt, dischargedAt, ...stay }) => ({
          ...stay,
          patientId: patientIds[person],
          admittedAt: instant(admittedAt),
          dischargedAt: instant(dischargedAt),
        })),
      };
      const path = `/wards/${id}/past-stays`;
      await this.api.ask({ method: 'POST', path, as: 'administrator', body, answer: PastStaysAdded });
    }
  }

  /** Whether the ward had beds before it was opened here. */
  async #hasPast(id: Ward['id']): Promise<boolean> {
    const { items } = await this.api.ask({
      method: 'GET',
      path: `/wards/${id}/capacity/history`,
      as: 'coordinator',
      answer: z.object({ items: z.array(WardCapacity) }),
    });
    return items.some(({ reason }) => reason.includes(source));
  }
}
