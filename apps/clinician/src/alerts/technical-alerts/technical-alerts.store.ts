import { Inject, Injectable } from '@nestjs/common';
import { instant, type Instant, type TechnicalAlert, type EventId, type TechnicalAlertQuery } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface TechnicalAlertRow {
  readonly id: EventId;
  readonly kind: TechnicalAlert['kind'];
  readonly subject_id: string | null;
  readonly raised_at: Date;
  readonly resolved_at: Date | null;
  readonly words: string;
}

/** The tables `technical_alert` and `intake_status`. */
@Injectable()
export class TechnicalAlertsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async findMany(ids: readonly EventId[]): Promise<readonly TechnicalAlert[]> {
    const { rows } = await this.database.pool.query<TechnicalAlertRow>(
      'select * from technical_alert where id = any($1::uuid[])',
      [ids],
    );
    return rows.map(fromRow);
  }

  /** Newest first; one more than the limit, where there is one. */
  async list(
    { state, limit }: TechnicalAlertQuery,
    after: readonly [raisedAt: string, id: string] | undefined,
  ): Promise<readonly TechnicalAlert[]> {
    const { rows } = await this.database.pool.query<TechnicalAlertRow>(
      `select * from technical_alert
       where ($1::text is null or ($1 = 'open') = (resolved_at is null))
         and ($2::timestamptz is null or (raised_at, id) < ($2, $3::uuid))
       order by raised_at desc, id desc
       limit $4`,
      [state ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return rows.map(fromRow);
  }

  /** Those of a kind that are open, by id. */
  async open(client: PoolClient, kind: TechnicalAlert['kind']): Promise<readonly TechnicalAlert[]> {
    const { rows } = await client.query<TechnicalAlertRow>(
      'select * from technical_alert where kind = $1 and resolved_at is null order by id for update',
      [kind],
    );
    return rows.map(fromRow);
  }

  /** When each of a kind that is open was raised, by what it is about. */
  async openSince(kind: TechnicalAlert['kind']): Promise<ReadonlyMap<string, Instant>> {
    const { rows } = await this.database.pool.query<{ subject_id: string; raised_at: Date }>(
      'select subject_id, raised_at from technical_alert where kind = $1 and resolved_at is null and subject_id is not null',
      [kind],
    );
    return new Map(rows.map((row) => [row.subject_id, instant(row.raised_at)]));
  }

  /** False where one of its kind and subject is open, or this very one has been raised before: another replica was first. */
  async raise(client: PoolClient, alert: TechnicalAlert): Promise<boolean> {
    const { rowCount } = await client.query(
      `insert into technical_alert (id, kind, subject_id, raised_at, words) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [alert.id, alert.kind, alert.subjectId, alert.raisedAt, alert.words],
    );
    return rowCount === 1;
  }

  /** Says of one that is open what is known by now. */
  async reword(client: PoolClient, id: EventId, words: string): Promise<void> {
    await client.query('update technical_alert set words = $2 where id = $1 and resolved_at is null', [id, words]);
  }

  /** Resolves the open one of the kind and subject. @returns its id; undefined where none is open. */
  async resolve(
    client: PoolClient,
    { kind, subjectId }: Pick<TechnicalAlert, 'kind' | 'subjectId'>,
    { at, words }: { readonly at: Date; readonly words: string },
  ): Promise<EventId | undefined> {
    const { rows } = await client.query<Pick<TechnicalAlertRow, 'id'>>(
      `update technical_alert set resolved_at = $2, words = $3
       where kind = $1 and subject_id is not distinct from $4 and resolved_at is null returning id`,
      [kind, at, words, subjectId],
    );
    return rows[0]?.id;
  }

  /** When the newest status was written, and whether an outage is open. */
  async intake(): Promise<{ readonly lastStatusAt: Instant | undefined; readonly isOpen: boolean }> {
    const { rows } = await this.database.pool.query<{ at: Date | null; open: boolean }>(
      `select (select at from intake_status) as at,
              exists (select from technical_alert where kind = 'intake-outage' and resolved_at is null) as open`,
    );
    const { at = null, open = false } = rows[0] ?? {};
    return { lastStatusAt: at === null ? undefined : instant(at), isOpen: open };
  }

  /** The same for the one command that is to change it: the next waits. */
  async lockLastStatus(client: PoolClient): Promise<Instant | undefined> {
    const { rows } = await client.query<{ at: Date }>('select at from intake_status for update');
    return rows[0] === undefined ? undefined : instant(rows[0].at);
  }

  async keepLastStatus(client: PoolClient, at: Instant): Promise<void> {
    await client.query(
      'insert into intake_status (at) values ($1) on conflict (only_row) do update set at = excluded.at',
      [at],
    );
  }
}

function fromRow(row: TechnicalAlertRow): TechnicalAlert {
  return {
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    raisedAt: instant(row.raised_at),
    resolvedAt: row.resolved_at === null ? null : instant(row.resolved_at),
    words: row.words,
  };
}
