import { Inject, Injectable } from '@nestjs/common';
import { type Gateway, type GatewayId, instant, type PageQuery, type RegisteredGateway } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface GatewayRow {
  readonly id: GatewayId;
  readonly name: string;
  readonly registered_at: Date;
  readonly disabled_at: Date | null;
}

/** The table `gateway`. What is kept of a secret is its digest. */
@Injectable()
export class GatewaysStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(client: PoolClient, gateway: Gateway, event: RegisteredGateway): Promise<void> {
    await client.query(
      'insert into gateway (id, name, secret_sha256, revision, registered_at) values ($1, $2, $3, $4, $5)',
      [gateway.id, gateway.name, event.secretSha256, event.revision, gateway.registeredAt],
    );
  }

  async exists(id: GatewayId): Promise<boolean> {
    const { rowCount } = await this.database.pool.query('select from gateway where id = $1', [id]);
    return rowCount === 1;
  }

  /** By id; one more than the limit, where there is one. */
  async list(query: PageQuery, after: readonly [id: string] | undefined): Promise<readonly Gateway[]> {
    const { rows } = await this.database.pool.query<GatewayRow>(
      `select id, name, registered_at, disabled_at from gateway
       where ($1::text is null or id > $1) order by id limit $2`,
      [after?.[0] ?? null, query.limit + 1],
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      registeredAt: instant(row.registered_at),
      disabledAt: row.disabled_at === null ? null : instant(row.disabled_at),
    }));
  }
}
