import type {
  ClockCorrection,
  DeviceHolding,
  DeviceKind,
  GatewayId,
  PatientId,
  RegisteredDevice,
} from '#libs/contracts';
import type { Database } from '#libs/database';

export interface DeviceRow {
  readonly device_id: string;
  readonly gateway_id: GatewayId;
  readonly kind: DeviceKind;
  readonly holdings: readonly DeviceHolding[];
  readonly clock_correction: ClockCorrection | null;
}

/** The table `device`: devices as the log has them. */
export class DevicesStore {
  constructor(private readonly database: Database) {}

  /** The rows of those that are known, in no order. */
  async find(deviceIds: readonly string[]): Promise<readonly DeviceRow[]> {
    const { rows } = await this.database.pool.query<DeviceRow>(
      `SELECT d.device_id, d.gateway_id, d.kind, d.holdings, d.clock_correction
         FROM unnest($1::text[]) AS asked (device_id)
        CROSS JOIN LATERAL (SELECT * FROM device WHERE device.device_id = asked.device_id LIMIT 1) AS d`,
      [deviceIds],
    );
    return rows;
  }

  /** The rows of all devices that any of the patients has or has had, in the order of their ids. */
  async findHeldBy(patientIds: readonly PatientId[]): Promise<readonly DeviceRow[]> {
    const { rows } = await this.database.pool.query<DeviceRow>(
      `SELECT device_id, gateway_id, kind, holdings, clock_correction FROM device
        WHERE device_id IN (
          SELECT held.device_id
            FROM unnest($1::text[]) AS asked (patient_id)
           CROSS JOIN LATERAL (
             SELECT device_id FROM device
              WHERE holdings @> jsonb_build_array(jsonb_build_object('patientId', asked.patient_id))) AS held)
        ORDER BY device_id`,
      [patientIds],
    );
    return rows;
  }

  /** Writes down each device unless a newer revision of it is known. No id may occur twice. */
  async save(devices: readonly RegisteredDevice[]): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO device (device_id, gateway_id, kind, revision, holdings, clock_correction)
       SELECT d."deviceId", d."gatewayId", d.kind, d.revision, d.holdings, d."clockCorrection"
         FROM jsonb_to_recordset($1::jsonb)
           AS d ("deviceId" text, "gatewayId" text, kind text, revision integer, holdings jsonb, "clockCorrection" jsonb)
       ON CONFLICT (device_id) DO UPDATE
         SET gateway_id = excluded.gateway_id, kind = excluded.kind, revision = excluded.revision,
             holdings = excluded.holdings, clock_correction = excluded.clock_correction
         WHERE device.revision < excluded.revision`,
      [JSON.stringify(devices)],
    );
  }

  async remove(deviceIds: readonly string[]): Promise<void> {
    await this.database.pool.query(`DELETE FROM device WHERE device_id = ANY ($1::text[])`, [deviceIds]);
  }
}
