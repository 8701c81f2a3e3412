import { Inject, Injectable } from '@nestjs/common';
import type { Role, StaffQuery, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { Queryable } from '../queryable.store.ts';
import type { StaffRecord } from './staff-record.ts';

/** The table `staff_member`. */
@Injectable()
export class StaffStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @returns whether the person was added: false where there is one with this id. */
  async add(client: PoolClient, member: StaffRecord): Promise<boolean> {
    const { rowCount } = await client.query(
      `insert into staff_member
         (id, name, role, ward_ids, contact_methods, quiet_hours, language, added_by, active, revision)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (id) do nothing`,
      valuesOf(member),
    );
    return rowCount === 1;
  }

  async update(client: PoolClient, member: StaffRecord): Promise<void> {
    await client.query(
      `update staff_member
       set name = $2, role = $3, ward_ids = $4, contact_methods = $5, quiet_hours = $6, language = $7, added_by = $8,
           active = $9, revision = $10
       where id = $1`,
      valuesOf(member),
    );
  }

  /** No other command changes the person until the transaction ends. */
  async lock(client: PoolClient, id: string): Promise<StaffRecord | undefined> {
    const { rows } = await client.query<StaffRecord>(`${selection} where id = $1 for no key update`, [id]);
    return rows[0];
  }

  async findMany(ids: readonly string[], client: Queryable = this.database.pool): Promise<readonly StaffRecord[]> {
    const { rows } = await client.query<StaffRecord>(`${selection} where id = any($1)`, [ids]);
    return rows;
  }

  /** By name; one more than the limit, where there is one. */
  async list(
    { limit, role, wardId, active }: StaffQuery,
    after: readonly [name: string, id: string] | undefined,
  ): Promise<readonly StaffRecord[]> {
    const { rows } = await this.database.pool.query<StaffRecord>(
      `${selection}
       where ($1::text is null or role = $1)
         and ($2::uuid is null or ward_ids = '{}' or $2 = any(ward_ids))
         and ($3::boolean is null or active = $3)
         and ($4::text is null or (name, id) > ($4, $5))
       order by name, id
       limit $6`,
      [role ?? null, wardId ?? null, active ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return rows;
  }

  /** Everyone who is active, by name. */
  async allActive(client: Queryable): Promise<readonly StaffRecord[]> {
    const { rows } = await client.query<StaffRecord>(`${selection} where active order by name, id`);
    return rows;
  }

  /** Those of a role who are active and work on the ward, by name. */
  async withRole(client: Queryable, role: Role, wardId: WardId | null): Promise<readonly StaffRecord[]> {
    const { rows } = await client.query<StaffRecord>(
      `${selection}
       where active and role = $1 and ($2::uuid is null or ward_ids = '{}' or $2 = any(ward_ids))
       order by name, id`,
      [role, wardId],
    );
    return rows;
  }
}

const selection = `
  select id, name, role, ward_ids as "wardIds", contact_methods as "contactMethods", quiet_hours as "quietHours",
         language, added_by as "addedBy", active, revision
  from staff_member`;

const valuesOf = (member: StaffRecord): unknown[] => [
  member.id,
  member.name,
  member.role,
  member.wardIds,
  JSON.stringify(member.contactMethods),
  member.quietHours,
  member.language,
  member.addedBy,
  member.active,
  member.revision,
];
