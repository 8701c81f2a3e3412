import { Inject, Injectable } from '@nestjs/common';
import type { PublishedCapacity } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

/** The table `published_capacity`: the national series as it was published. */
@Injectable()
export class PublishedStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** In place of the rows of the same month and code. */
  async put(client: PoolClient, rows: readonly PublishedCapacity[]): Promise<void> {
    await client.query(
      `insert into published_capacity (month, code, line, published)
       select published ->> 'month', published ->> 'code', line, published
       from jsonb_array_elements($1::jsonb) with ordinality as each (published, line)
       on conflict (month, code) do update set line = excluded.line, published = excluded.published`,
      [JSON.stringify(rows)],
    );
  }

  async all(): Promise<readonly PublishedCapacity[]> {
    const { rows } = await this.database.pool.query<{ published: PublishedCapacity }>({
      name: 'published-all',
      text: 'select published from published_capacity order by month, line, code',
    });
    return rows.map(({ published }) => published);
  }
}
