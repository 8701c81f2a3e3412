import { Inject, Injectable } from '@nestjs/common';
import { instant, type Instant, type PersonReference, type WardCapacity, type WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface WardCapacityRow {
  readonly ward_id: WardId;
  readonly holds_from: Date;
  readonly beds: number;
  readonly staffed_beds: number | null;
  readonly kits: number | null;
  readonly acuity_points: number | null;
  readonly reason: string;
  readonly recorded_by: PersonReference;
  readonly recorded_at: Date;
}

/** The table `ward_capacity`: how many beds a ward has from when on, as it was recorded when. It only ever grows. */
@Injectable()
export class WardCapacityStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(client: PoolClient, entry: WardCapacity): Promise<void> {
    const { wardId, from, beds, staffedBeds, kits, acuityPoints, reason, by, recordedAt } = entry;
    await client.query(
      `insert into ward_capacity
         (ward_id, holds_from, beds, staffed_beds, kits, acuity_points, reason, recorded_by, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [wardId, from, beds, staffedBeds, kits, acuityPoints, reason, by, recordedAt],
    );
  }

  /** In the order in which they were recorded; as known at a time, where one is given. */
  async of(
    wardId: WardId,
    knownAt: Instant | undefined,
    client: Pool | PoolClient = this.database.pool,
  ): Promise<readonly WardCapacity[]> {
    const { rows } = await client.query<WardCapacityRow>(
      `select * from ward_capacity
       where ward_id = $1 and recorded_at <= coalesce($2::timestamptz, 'infinity') order by id`,
      [wardId, knownAt ?? null],
    );
    return rows.map(fromRow);
  }
}

function fromRow(row: WardCapacityRow): WardCapacity {
  return {
    wardId: row.ward_id,
    from: instant(row.holds_from),
    beds: row.beds,
    staffedBeds: row.staffed_beds,
    kits: row.kits,
    acuityPoints: row.acuity_points,
    reason: row.reason,
    by: row.recorded_by,
    recordedAt: instant(row.recorded_at),
  };
}
