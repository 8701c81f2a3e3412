import { Inject, Injectable } from '@nestjs/common';
import {
  type Closure,
  type ClosureId,
  instant,
  type Instant,
  type PersonReference,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface ClosureRow {
  readonly id: ClosureId;
  readonly ward_id: WardId;
  readonly beds: number;
  readonly closed_from: Date;
  readonly closed_until: Date | null;
  readonly reason: string;
  readonly recorded_by: PersonReference;
  readonly recorded_at: Date;
  readonly ended_at: Date | null;
  readonly ended_by: PersonReference | null;
  readonly end_reason: string | null;
}

/** The table `ward_closure`: how many beds of a ward are closed from when until when, and why. */
@Injectable()
export class ClosuresStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(client: PoolClient, { id, wardId, beds, from, until, reason, by, recordedAt }: Closure): Promise<void> {
    await client.query(
      `insert into ward_closure (id, ward_id, beds, closed_from, closed_until, reason, recorded_by, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, wardId, beds, from, until, reason, by, recordedAt],
    );
  }

  async end(client: PoolClient, id: ClosureId, { at, by, reason }: NonNullable<Closure['ended']>): Promise<void> {
    await client.query(`update ward_closure set ended_at = $2, ended_by = $3, end_reason = $4 where id = $1`, [
      id,
      at,
      by,
      reason,
    ]);
  }

  /** The newest beginning first; as known at a time, where one is given. */
  async of(
    wardId: WardId,
    knownAt: Instant | undefined,
    client: Pool | PoolClient = this.database.pool,
  ): Promise<readonly Closure[]> {
    const { rows } = await client.query<ClosureRow>(
      `select * from ward_closure where ward_id = $1 and recorded_at <= coalesce($2::timestamptz, 'infinity')
       order by closed_from desc, id`,
      [wardId, knownAt ?? null],
    );
    return rows.map((row) => fromRow(row, knownAt));
  }
}

function fromRow(row: ClosureRow, knownAt: Instant | undefined): Closure {
  return {
    id: row.id,
    wardId: row.ward_id,
    beds: row.beds,
    from: instant(row.closed_from),
    until: row.closed_until === null ? null : instant(row.closed_until),
    reason: row.reason,
    by: row.recorded_by,
    recordedAt: instant(row.recorded_at),
    ended: endOf(row, knownAt),
  };
}

function endOf(
  { ended_at: at, ended_by: by, end_reason: reason }: ClosureRow,
  knownAt: Instant | undefined,
): Closure['ended'] {
  if (at === null || by === null || reason === null) return null;
  return knownAt !== undefined && instant(at) > knownAt ? null : { at: instant(at), by, reason };
}
