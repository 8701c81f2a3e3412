import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

/** What is planned: numbers of beds, and bed days that are to be saved. */
export type PlanPart = 'targets' | 'claims';

/** All items of one part, as they were written last. */
export interface PlanRecord {
  readonly items: unknown;
  readonly revision: number;
}

/** The table `capacity_plan`: one row for each part. */
@Injectable()
export class CapacityPlanStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(part: PlanPart, client: Pool | PoolClient = this.database.pool): Promise<PlanRecord> {
    const { rows } = await client.query<PlanRecord>('select items, revision from capacity_plan where part = $1', [
      part,
    ]);
    return rows[0] ?? { items: [], revision: 0 };
  }

  /** No other command changes it until the transaction ends. */
  async lock(client: PoolClient, part: PlanPart): Promise<PlanRecord> {
    await client.query('select from capacity_plan where part = $1 for no key update', [part]);
    return this.find(part, client);
  }

  async save(client: PoolClient, part: PlanPart, { items, revision }: PlanRecord): Promise<void> {
    await client.query('update capacity_plan set items = $2, revision = $3 where part = $1', [
      part,
      JSON.stringify(items),
      revision,
    ]);
  }
}
