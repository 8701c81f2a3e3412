import type { DeviceHolding, GatewayId, RegisteredDevice } from '#libs/contracts';
import type { Database } from '#libs/database';

export interface DeviceRow {
  readonly device_id: string;
  readonly gateway_id: GatewayId;
  readonly holdings: readonly DeviceHolding[];
}

/** The table `device`: devices as the log has them. */
export class DevicesStore {
  constructor(private readonly database: Database) {}

  /** The rows of those that are known, in no order. */
  async find(deviceIds: readonly string[]): Promise<readonly DeviceRow[]> {
    const { rows } = await this.database.pool.query<DeviceRow>(
      `SELECT d.device_id, d.gateway_id, d.holdings
         FROM unnest($1::text[]) AS asked (device_id)
        CROSS JOIN LATERAL (SELECT * FROM device WHERE device.device_id = asked.device_id LIMIT 1) AS d`,
      [deviceIds],
    );
    return rows;
  }

  /** Writes down each device unless a newer revision of it is known. No id may occur twice. */
  async save(devices: readonly RegisteredDevice[]): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO device (device_id, gateway_id, revision, holdings)
       SELECT d."deviceId", d."gatewayId", d.revision, d.holdings
         FROM jsonb_to_recordset($1::jsonb) AS d ("deviceId" text, "gatewayId" text, revision integer, holdings jsonb)
       ON CONFLICT (device_id) DO UPDATE
         SET gateway_id = excluded.gateway_id, revision = excluded.revision, holdings = excluded.holdings
         WHERE device.revision < excluded.revision`,
      [JSON.stringify(devices)],
    );
  }

  async remove(deviceIds: readonly string[]): Promise<void> {
    await this.database.pool.query(`DELETE FROM device WHERE device_id = ANY ($1::text[])`, [deviceIds]);
  }
}
