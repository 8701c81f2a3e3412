import type { Database } from '#libs/database';
import type { Volume } from './daily-volume.ts';

export interface VolumeOfGateway extends Volume {
  readonly gatewayId: string;
}

interface VolumeRow {
  readonly gateway_id: string;
  // A bigint comes as text.
  readonly messages: string;
  readonly bytes: string;
  readonly quarantined: string;
  readonly refused: string;
}

/** The table `daily_volume`: what each gateway has sent on each day, by all replicas. */
export class DailyVolumesStore {
  constructor(private readonly database: Database) {}

  /**
   * Adds what was counted on a day. No gateway may occur twice.
   *
   * @returns what the day has come to for each of these gateways.
   */
  async add(day: string, counted: readonly VolumeOfGateway[]): Promise<readonly VolumeOfGateway[]> {
    const { rows } = await this.database.pool.query<VolumeRow>(
      `INSERT INTO daily_volume (day, gateway_id, messages, bytes, quarantined, refused)
       SELECT $1::date, c."gatewayId", c.messages, c.bytes, c.quarantined, c.refused
         FROM jsonb_to_recordset($2::jsonb)
           AS c ("gatewayId" text, messages bigint, bytes bigint, quarantined bigint, refused bigint)
        ORDER BY c."gatewayId"
       ON CONFLICT (day, gateway_id) DO UPDATE
         SET messages = daily_volume.messages + excluded.messages, bytes = daily_volume.bytes + excluded.bytes,
             quarantined = daily_volume.quarantined + excluded.quarantined,
             refused = daily_volume.refused + excluded.refused
       RETURNING gateway_id, messages, bytes, quarantined, refused`,
      [day, JSON.stringify(counted)],
    );
    return rows.map(fromRow);
  }

  /** What the day has come to so far. */
  async of(day: string): Promise<readonly VolumeOfGateway[]> {
    const { rows } = await this.database.pool.query<VolumeRow>(
      'SELECT gateway_id, messages, bytes, quarantined, refused FROM daily_volume WHERE day = $1::date',
      [day],
    );
    return rows.map(fromRow);
  }

  async deleteBefore(day: string): Promise<void> {
    await this.database.pool.query('DELETE FROM daily_volume WHERE day < $1::date', [day]);
  }
}

function fromRow({ gateway_id: gatewayId, messages, bytes, quarantined, refused }: VolumeRow): VolumeOfGateway {
  return {
    gatewayId,
    messages: Number(messages),
    bytes: Number(bytes),
    quarantined: Number(quarantined),
    refused: Number(refused),
  };
}
