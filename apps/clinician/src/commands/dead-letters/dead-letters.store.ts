import { Inject, Injectable } from '@nestjs/common';
import {
  type DeadLetter,
  type DeadLetterEntry,
  type DeadLetterQuery,
  type EventId,
  instant,
  type Instant,
  type PatientId,
  type PersonReference,
} from '#libs/contracts';
import { type Database, deleteInSteps } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

type Replayed = DeadLetterEntry['replays'][number];

interface DeadLetterRow {
  readonly letter: DeadLetter;
  // Times come out of JSON as Postgres writes them.
  readonly replays: readonly { readonly at: string; readonly by: PersonReference }[] | null;
}

const columns = `d.letter, (
  select json_agg(json_build_object('at', r.replayed_at, 'by', r.replayed_by) order by r.replayed_at)
  from dead_letter_replay r where r.dead_letter_id = d.id) as replays`;

/** The tables `dead_letter` and `dead_letter_replay`. */
@Injectable()
export class DeadLettersStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** One that is there already failed again: when and why is brought up to date. */
  async add(letters: readonly DeadLetter[]): Promise<void> {
    const newest = [...new Map(letters.map((letter) => [letter.id, letter])).values()];
    await this.database.pool.query(
      `insert into dead_letter (id, group_name, topic, failed_at, letter)
       select * from rows from (unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]), json_array_elements($5::json))
       on conflict (id) do update set failed_at = excluded.failed_at, letter = excluded.letter`,
      [
        newest.map(({ id }) => id),
        newest.map(({ group }) => group),
        newest.map(({ topic }) => topic),
        newest.map(({ failedAt }) => failedAt),
        JSON.stringify(newest),
      ],
    );
  }

  /** Newest first; one more than the limit, where there is one. */
  async list(
    query: DeadLetterQuery,
    after: readonly [failedAt: string, id: string] | undefined,
  ): Promise<readonly DeadLetterEntry[]> {
    const { rows } = await this.database.pool.query<DeadLetterRow>(
      `select ${columns} from dead_letter d
       where ($1::text is null or group_name = $1) and ($2::text is null or topic = $2)
         and ($3::timestamptz is null or (failed_at, id) < ($3, $4::uuid))
       order by failed_at desc, id desc limit $5`,
      [query.group ?? null, query.topic ?? null, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
    );
    return rows.map(fromRow);
  }

  async refusedPlans(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, Instant>> {
    const { rows } = await this.database.pool.query<{ key: PatientId; failed_at: Date }>(
      `select letter ->> 'key' as key, max(failed_at) as failed_at from dead_letter
       where topic = 'monitoring-plans' and group_name = 'scoring' and letter ->> 'key' = any($1::text[])
       group by letter ->> 'key'`,
      [patientIds],
    );
    return new Map(rows.map(({ key, failed_at }) => [key, instant(failed_at)]));
  }

  async lock(client: PoolClient, id: EventId): Promise<DeadLetterEntry | undefined> {
    const { rows } = await client.query<DeadLetterRow>(
      `select ${columns} from dead_letter d where d.id = $1 for update of d`,
      [id],
    );
    return rows.map(fromRow).at(0);
  }

  async addReplay(client: PoolClient, id: EventId, { at, by }: Replayed): Promise<void> {
    await client.query(
      'insert into dead_letter_replay (dead_letter_id, replayed_at, replayed_by) values ($1, $2, $3)',
      [id, at, by],
    );
  }

  async deleteBefore(time: Date): Promise<void> {
    await deleteInSteps(this.database.pool, {
      sql: 'delete from dead_letter where id = any(array(select id from dead_letter where failed_at < $2 limit $1))',
      values: [time],
    });
  }
}

function fromRow({ letter, replays }: DeadLetterRow): DeadLetterEntry {
  return { ...letter, replays: (replays ?? []).map(({ at, by }) => ({ at: instant(Date.parse(at)), by })) };
}
