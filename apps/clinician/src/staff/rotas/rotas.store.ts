import { Inject, Injectable } from '@nestjs/common';
import { instant, type PageQuery, type RotaId, type RotaOverrideId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Span } from '#libs/rota';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { Queryable } from '../queryable.store.ts';
import type { OverrideRecord, RotaRecord } from './rota-record.ts';

interface OverrideRow {
  readonly id: RotaOverrideId;
  readonly rota_id: RotaId;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly person_id: string;
  readonly source: OverrideRecord['source'];
}

/** The tables `rota` and `rota_override`. */
@Injectable()
export class RotasStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(client: PoolClient, { id, name, timeZone, layers, revision }: RotaRecord): Promise<void> {
    await client.query('insert into rota (id, name, time_zone, layers, revision) values ($1, $2, $3, $4, $5)', [
      id,
      name,
      timeZone,
      JSON.stringify(layers),
      revision,
    ]);
  }

  async update(client: PoolClient, { id, name, timeZone, layers, revision }: RotaRecord): Promise<void> {
    await client.query('update rota set name = $2, time_zone = $3, layers = $4, revision = $5 where id = $1', [
      id,
      name,
      timeZone,
      JSON.stringify(layers),
      revision,
    ]);
  }

  /** No other command changes the rota or its overrides until the transaction ends. */
  async lock(client: PoolClient, id: RotaId): Promise<RotaRecord | undefined> {
    const { rows } = await client.query<RotaRecord>(`${selection} where id = $1 for no key update`, [id]);
    return rows[0];
  }

  async find(client: Queryable, id: RotaId): Promise<RotaRecord | undefined> {
    const { rows } = await client.query<RotaRecord>(`${selection} where id = $1`, [id]);
    return rows[0];
  }

  /** Every one of them, by name. */
  async all(client: Queryable): Promise<readonly RotaRecord[]> {
    const { rows } = await client.query<RotaRecord>(`${selection} order by name, id`);
    return rows;
  }

  /** By name; one more than the limit, where there is one. */
  async list(
    { limit }: PageQuery,
    after: readonly [name: string, id: string] | undefined,
  ): Promise<readonly RotaRecord[]> {
    const { rows } = await this.database.pool.query<RotaRecord>(
      `${selection} where $1::text is null or (name, id) > ($1, $2::uuid) order by name, id limit $3`,
      [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return rows;
  }

  /** In this order: a later one takes precedence. */
  async addOverrides(client: PoolClient, overrides: readonly OverrideRecord[]): Promise<void> {
    await client.query(
      `insert into rota_override (id, rota_id, starts_at, ends_at, person_id, source)
       select id, rota_id, starts_at, ends_at, person_id, source
       from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[])
         with ordinality as override (id, rota_id, starts_at, ends_at, person_id, source, number)
       order by override.number`,
      [
        overrides.map(({ id }) => id),
        overrides.map(({ rotaId }) => rotaId),
        overrides.map(({ from }) => from),
        overrides.map(({ until }) => until),
        overrides.map(({ personId }) => personId),
        overrides.map(({ source }) => source),
      ],
    );
  }

  async removeOverride(client: PoolClient, rotaId: RotaId, id: RotaOverrideId): Promise<OverrideRecord | undefined> {
    const { rows } = await client.query<OverrideRow>(
      'delete from rota_override where rota_id = $1 and id = $2 returning *',
      [rotaId, id],
    );
    return rows.map(fromRow).at(0);
  }

  /** Removes what was read from a calendar and is not over by then. */
  async removeCalendar(client: PoolClient, rotaId: RotaId, at: Date): Promise<void> {
    await client.query(`delete from rota_override where rota_id = $1 and source = 'calendar' and ends_at > $2`, [
      rotaId,
      at,
    ]);
  }

  /** Of these rotas, those that overlap the span, in the order in which they were made: a later one takes precedence. */
  async overridesOf(
    client: Queryable,
    rotaIds: readonly RotaId[],
    { start, end }: Span,
  ): Promise<readonly OverrideRecord[]> {
    const { rows } = await client.query<OverrideRow>(
      `select * from rota_override
       where rota_id = any($1::uuid[]) and ends_at > $2 and starts_at < $3
       order by number`,
      [rotaIds, new Date(start), new Date(end)],
    );
    return rows.map(fromRow);
  }
}

const selection = `select id, name, time_zone as "timeZone", layers, revision from rota`;

function fromRow(row: OverrideRow): OverrideRecord {
  return {
    id: row.id,
    rotaId: row.rota_id,
    from: instant(row.starts_at),
    until: instant(row.ends_at),
    personId: row.person_id,
    source: row.source,
  };
}
