import { Inject, Injectable } from '@nestjs/common';
import type { PageQuery, Team, TeamId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { Queryable } from '../queryable.store.ts';

/** The table `team`. */
@Injectable()
export class TeamsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(client: PoolClient, team: Team): Promise<void> {
    await client.query(
      'insert into team (id, name, ward_ids, person_ids, team_ids, revision) values ($1, $2, $3, $4, $5, $6)',
      valuesOf(team),
    );
  }

  async update(client: PoolClient, team: Team): Promise<void> {
    await client.query(
      `update team set name = $2, ward_ids = $3, person_ids = $4, team_ids = $5, revision = $6 where id = $1`,
      valuesOf(team),
    );
  }

  /** No other command adds or changes a team until the transaction ends: together two of them could make a cycle. */
  async lockAll(client: PoolClient): Promise<readonly Team[]> {
    await client.query('lock table team in share row exclusive mode');
    return this.all(client);
  }

  /** Every one of them: there are as many as a service has teams. */
  async all(client: Queryable): Promise<readonly Team[]> {
    const { rows } = await client.query<Team>(selection);
    return rows;
  }

  async find(id: TeamId): Promise<Team | undefined> {
    const { rows } = await this.database.pool.query<Team>(`${selection} where id = $1`, [id]);
    return rows[0];
  }

  /** By name; one more than the limit, where there is one. */
  async list({ limit }: PageQuery, after: readonly [name: string, id: string] | undefined): Promise<readonly Team[]> {
    const { rows } = await this.database.pool.query<Team>(
      `${selection} where $1::text is null or (name, id) > ($1, $2::uuid) order by name, id limit $3`,
      [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return rows;
  }
}

const selection = `
  select id, name, ward_ids as "wardIds", person_ids as "personIds", team_ids as "teamIds", revision from team`;

const valuesOf = ({ id, name, wardIds, personIds, teamIds, revision }: Team): unknown[] => [
  id,
  name,
  wardIds,
  personIds,
  teamIds,
  revision,
];
