import { Inject, Injectable } from '@nestjs/common';
import { EscalationPolicy, type EscalationPolicyId, type WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import type { Queryable } from '../queryable.store.ts';
import { DATABASE } from '../../parts.module.ts';

interface PolicyRow {
  readonly policy: unknown;
}

/** The tables `escalation_policy` and `escalation_policy_version`: a version never changes. */
@Injectable()
export class EscalationPoliciesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The newest versions by name; one more than the limit, where there is one. */
  async list(
    { wardId, limit }: { readonly wardId: WardId | undefined; readonly limit: number },
    after: readonly [name: string, id: string] | undefined,
  ): Promise<readonly EscalationPolicy[]> {
    const { rows } = await this.database.pool.query<PolicyRow>(
      `select v.policy from escalation_policy p join escalation_policy_version v using (id, version)
       where ($1::uuid is null or p.ward_id = $1) and ($2::text is null or (p.name, p.id) > ($2, $3::uuid))
       order by p.name, p.id limit $4`,
      [wardId ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return rows.map(fromRow);
  }

  async find(id: EscalationPolicyId): Promise<EscalationPolicy | undefined> {
    const { rows } = await this.database.pool.query<PolicyRow>(
      'select v.policy from escalation_policy p join escalation_policy_version v using (id, version) where p.id = $1',
      [id],
    );
    return rows.map(fromRow).at(0);
  }

  /** No other command changes the policy until the transaction ends. */
  async lock(client: PoolClient, id: EscalationPolicyId): Promise<EscalationPolicy | undefined> {
    const { rows } = await client.query<PolicyRow>(
      `select v.policy from escalation_policy p join escalation_policy_version v using (id, version)
       where p.id = $1 for update of p`,
      [id],
    );
    return rows.map(fromRow).at(0);
  }

  /** Those of the wards that new alerts may escalate by. */
  async ofWards(client: PoolClient, wardIds: readonly WardId[]): Promise<readonly EscalationPolicy[]> {
    const { rows } = await client.query<PolicyRow>({
      name: 'escalation-policies-of-wards',
      text: `select v.policy from escalation_policy p join escalation_policy_version v using (id, version)
             where p.ward_id = any($1::uuid[]) and not p.retired`,
      values: [wardIds],
    });
    return rows.map(fromRow);
  }

  async versions(
    client: Queryable,
    versions: readonly { readonly id: EscalationPolicyId; readonly version: number }[],
  ): Promise<readonly EscalationPolicy[]> {
    const { rows } = await client.query<PolicyRow>({
      name: 'escalation-policy-versions',
      text: `select policy from escalation_policy_version join unnest($1::uuid[], $2::integer[]) as asked (id, version)
             using (id, version)`,
      values: [versions.map(({ id }) => id), versions.map(({ version }) => version)],
    });
    return rows.map(fromRow);
  }

  async wardsWithPolicy(): Promise<ReadonlySet<WardId>> {
    const { rows } = await this.database.pool.query<{ ward_id: WardId }>(
      'select distinct ward_id from escalation_policy where not retired',
    );
    return new Set(rows.map(({ ward_id }) => ward_id));
  }

  async save(client: PoolClient, policy: EscalationPolicy): Promise<void> {
    const { id, version, wardId, name, retiredAt } = policy;
    await client.query(
      'insert into escalation_policy_version (id, version, policy) values ($1, $2, $3) on conflict do nothing',
      [id, version, JSON.stringify(policy)],
    );
    await client.query(
      `insert into escalation_policy (id, version, ward_id, name, retired) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set version = excluded.version, ward_id = excluded.ward_id, name = excluded.name,
         retired = excluded.retired`,
      [id, version, wardId, name, retiredAt !== null],
    );
  }
}

const fromRow = ({ policy }: PolicyRow): EscalationPolicy => EscalationPolicy.parse(policy);
