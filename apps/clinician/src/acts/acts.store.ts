import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Act } from './act.ts';

/** The table `act`, which only ever grows. */
@Injectable()
export class ActsStore {
  async append(client: PoolClient, { by, at, act, subject, facts }: Act): Promise<void> {
    await client.query({
      name: 'act-append',
      text: `insert into act (at, person_id, person_name, act, subject_kind, subject_id, facts)
             values ($1, $2, $3, $4, $5, $6, $7)`,
      values: [at, by.id, by.name, act, subject.kind, subject.id, JSON.stringify(facts)],
    });
  }
}
