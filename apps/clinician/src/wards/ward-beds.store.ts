import { Inject, Injectable } from '@nestjs/common';
import type { WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../parts.module.ts';

/** The beds of a ward at a time, and what there is for them. */
export interface BedsOfWard {
  readonly beds: number;
  readonly closed: number;
  readonly staffedBeds: number | null;
  readonly kits: number | null;
  readonly acuityPoints: number | null;
}

/** Of a ward that was not open yet. */
export const noBeds: BedsOfWard = { beds: 0, closed: 0, staffedBeds: null, kits: null, acuityPoints: null };

/** When, as it was known when; 'infinity' is everything that is known now. */
export interface TimeOfBeds {
  readonly at: Date | string;
  readonly knownAt: Date | string;
}

/** How many beds wards have: the function `beds_of`, by which the database itself decides, too. */
@Injectable()
export class WardBedsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Wards that had not been opened are left out. */
  async at(
    wardIds: readonly WardId[],
    { at, knownAt }: TimeOfBeds,
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlyMap<WardId, BedsOfWard>> {
    if (wardIds.length === 0) return new Map();
    const { rows } = await client.query<BedsOfWard & { readonly wardId: WardId }>({
      name: 'ward-beds-at',
      text: `select asked.ward_id as "wardId", beds, closed, staffed_beds as "staffedBeds", kits,
               acuity_points as "acuityPoints"
             from unnest($1::uuid[]) as asked (ward_id), beds_of(asked.ward_id, $2, $3)`,
      values: [wardIds, at, knownAt],
    });
    return new Map(rows.map(({ wardId, ...beds }) => [wardId, beds]));
  }
}
