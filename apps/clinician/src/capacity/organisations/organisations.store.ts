import { Inject, Injectable } from '@nestjs/common';
import type { Organisation } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

/** The table `organisation`. */
@Injectable()
export class OrganisationsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Every one of them, by code: a region has a few dozen. */
  async all(client: Pool | PoolClient = this.database.pool): Promise<readonly Organisation[]> {
    const { rows } = await client.query<Organisation>({
      name: 'organisations-all',
      text: 'select ods_code as "odsCode", name, kind, parent from organisation order by ods_code',
    });
    return rows;
  }

  /** No other command changes an organisation until the transaction ends: together two of them could make a cycle. */
  async lockAll(client: PoolClient): Promise<readonly Organisation[]> {
    await client.query('lock table organisation in share row exclusive mode');
    return this.all(client);
  }

  async put(client: PoolClient, { odsCode, name, kind, parent }: Organisation): Promise<void> {
    await client.query(
      `insert into organisation (ods_code, name, kind, parent) values ($1, $2, $3, $4)
       on conflict (ods_code) do update set name = excluded.name, kind = excluded.kind, parent = excluded.parent`,
      [odsCode, name, kind, parent],
    );
  }
}
