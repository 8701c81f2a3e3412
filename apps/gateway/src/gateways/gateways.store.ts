import type { RegisteredGateway } from '#libs/contracts';
import type { Database } from '#libs/database';

export interface GatewayRow {
  readonly gateway_id: string;
  readonly secret_sha256: string;
  readonly disabled: boolean;
}

/** The table `gateway`: gateways as the log has them. */
export class GatewaysStore {
  constructor(private readonly database: Database) {}

  /** The rows of those that are known, in no order. */
  async find(gatewayIds: readonly string[]): Promise<readonly GatewayRow[]> {
    const { rows } = await this.database.pool.query<GatewayRow>(
      `SELECT gateway_id, secret_sha256, disabled_at IS NOT NULL AS disabled
         FROM gateway WHERE gateway_id = ANY ($1::text[])`,
      [gatewayIds],
    );
    return rows;
  }

  /** Writes down each gateway unless a newer revision of it is known. No id may occur twice. */
  async save(gateways: readonly RegisteredGateway[]): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO gateway (gateway_id, secret_sha256, revision, disabled_at)
       SELECT g."gatewayId", g."secretSha256", g.revision, g."disabledAt"
         FROM jsonb_to_recordset($1::jsonb)
           AS g ("gatewayId" text, "secretSha256" text, revision integer, "disabledAt" timestamptz)
       ON CONFLICT (gateway_id) DO UPDATE
         SET secret_sha256 = excluded.secret_sha256, revision = excluded.revision, disabled_at = excluded.disabled_at
         WHERE gateway.revision < excluded.revision`,
      [JSON.stringify(gateways)],
    );
  }

  async remove(gatewayIds: readonly string[]): Promise<void> {
    await this.database.pool.query(`DELETE FROM gateway WHERE gateway_id = ANY ($1::text[])`, [gatewayIds]);
  }
}
