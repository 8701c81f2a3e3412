import type { DeviceId, EventId, GatewayId, Instant, RequestMessage } from '#libs/contracts';
import type { Database } from '#libs/database';
import type pg from 'pg';

interface RequestKey {
  readonly requestId: string;
  readonly revision: number;
}

interface DeliveryKey extends RequestKey {
  readonly deviceId: string;
}

/** A request as it is to go to one device. */
export interface OutgoingRequest extends DeliveryKey {
  readonly gatewayId: string;
  readonly message: RequestMessage;
}

export interface ClaimOptions {
  /** Of these gateways only; undefined: of any. */
  readonly gatewayIds: readonly string[] | undefined;
  /** Also what is being sent already: the connection by which it was may be gone. */
  readonly evenSending: boolean;
  readonly now: Instant;
  readonly limit: number;
}

interface ClaimedRow {
  readonly request_id: EventId;
  readonly device_id: DeviceId;
  readonly gateway_id: GatewayId;
  readonly revision: number;
  readonly message: RequestMessage;
}

/** A revision of a request, whatever it says. */
export interface RequestRevision {
  readonly id: EventId;
  readonly revision: number;
  readonly expiresAt: Instant;
}

/**
 * The tables `request`, the newest revision of each, and `request_delivery`, what goes to which device: `waiting`, then
 * `sending` by one replica, then `sent` once its message was acknowledged.
 */
export class RequestsStore {
  constructor(private readonly database: Database) {}

  /**
   * Writes down those that are newer than what is known, and locks them until the transaction ends.
   *
   * @returns their ids. An older revision, or the same again, changes nothing.
   */
  async saveNewer(client: pg.PoolClient, requests: readonly RequestRevision[]): Promise<ReadonlySet<string>> {
    // Every transaction takes the rows in one order, so that two of them never wait for each other.
    const ordered = requests.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const { rows } = await client.query<{ readonly request_id: string }>(
      `INSERT INTO request AS r (request_id, revision, expires_at)
       SELECT * FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[])
       ON CONFLICT (request_id) DO UPDATE
         SET revision = excluded.revision, expires_at = excluded.expires_at
         WHERE r.revision < excluded.revision
       RETURNING request_id`,
      [ordered.map(({ id }) => id), ordered.map(({ revision }) => revision), ordered.map(({ expiresAt }) => expiresAt)],
    );
    return new Set(rows.map((row) => row.request_id));
  }

  /** Writes down what is to be sent. What was sent under an older revision is not sent again. */
  async addDeliveries(client: pg.PoolClient, deliveries: readonly OutgoingRequest[]): Promise<void> {
    await client.query(
      `INSERT INTO request_delivery AS d (request_id, device_id, gateway_id, revision, message)
       SELECT a."requestId", a."deviceId", a."gatewayId", a.revision, a.message
         FROM jsonb_to_recordset($1::jsonb)
           AS a ("requestId" uuid, "deviceId" text, "gatewayId" text, revision integer, message jsonb)
       ON CONFLICT (request_id, device_id) DO UPDATE
         SET revision = excluded.revision, message = excluded.message, gateway_id = excluded.gateway_id,
             state = CASE d.state WHEN 'sent' THEN 'sent' ELSE 'waiting' END`,
      [JSON.stringify(deliveries)],
    );
  }

  /** Takes away what was to be sent, or was sent, for the requests: they were answered or withdrawn. */
  async removeDeliveries(client: pg.PoolClient, requestIds: readonly string[]): Promise<void> {
    await client.query('DELETE FROM request_delivery WHERE request_id = ANY ($1::uuid[])', [requestIds]);
  }

  /** Whether anything waits, for whichever gateway. */
  async isWaiting(): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(
      `SELECT FROM request_delivery WHERE state <> 'sent' AND state = 'waiting' LIMIT 1`,
    );
    return (rowCount ?? 0) > 0;
  }

  /** Takes what waits, so that no other replica sends it at the same time; what was asked first comes first. */
  async claim(client: pg.PoolClient, options: ClaimOptions): Promise<readonly OutgoingRequest[]> {
    const { gatewayIds, evenSending, now, limit } = options;
    const { rows } = await client.query<ClaimedRow>(
      `UPDATE request_delivery SET state = 'sending'
        WHERE (request_id, device_id) IN (
          SELECT d.request_id, d.device_id FROM request_delivery AS d JOIN request AS r USING (request_id)
           WHERE d.state <> 'sent' AND (d.state = 'waiting' OR $3) AND r.expires_at > $1::timestamptz
             AND ($2::text[] IS NULL OR d.gateway_id = ANY ($2::text[]))
           ORDER BY d.message ->> 'requestedAt', d.request_id, d.device_id
           LIMIT $4 FOR UPDATE OF d SKIP LOCKED)
       RETURNING request_id, device_id, gateway_id, revision, message`,
      [now, gatewayIds ?? null, evenSending, limit],
    );
    return rows.map((row) => ({
      requestId: row.request_id,
      deviceId: row.device_id,
      gatewayId: row.gateway_id,
      revision: row.revision,
      message: row.message,
    }));
  }

  /** The message was acknowledged. */
  async sent({ requestId, deviceId, revision }: DeliveryKey): Promise<void> {
    await this.database.pool.query(
      `UPDATE request_delivery SET state = 'sent' WHERE request_id = $1 AND device_id = $2 AND revision = $3`,
      [requestId, deviceId, revision],
    );
  }

  /**
   * The messages were not acknowledged: they are to be sent again, unless they were meanwhile. What a replica is claiming
   * at this moment is passed over, since it makes a new timer, for which it would wait until this transaction ends.
   */
  async sendAgain(client: pg.PoolClient, deliveries: readonly DeliveryKey[]): Promise<void> {
    await client.query(
      `UPDATE request_delivery SET state = 'waiting'
        WHERE (request_id, device_id) IN (
          SELECT d.request_id, d.device_id
            FROM request_delivery AS d
            JOIN unnest($1::uuid[], $2::text[], $3::integer[]) AS failed (request_id, device_id, revision) USING (request_id, device_id, revision)
           WHERE d.state = 'sending' FOR UPDATE OF d SKIP LOCKED)`,
      [
        deliveries.map(({ requestId }) => requestId),
        deliveries.map(({ deviceId }) => deviceId),
        deliveries.map(({ revision }) => revision),
      ],
    );
  }

  /** Deletes requests that have expired, unless they have a newer revision; says how many deliveries were never sent. */
  async deleteExpired(client: pg.PoolClient, requests: readonly RequestKey[]): Promise<number> {
    const { rows } = await client.query<{ readonly unsent: string }>(
      `WITH expired AS (
         DELETE FROM request AS r USING unnest($1::uuid[], $2::integer[]) AS due (request_id, revision)
          WHERE r.request_id = due.request_id AND r.revision = due.revision
         RETURNING r.request_id)
       SELECT count(*) AS unsent FROM request_delivery JOIN expired USING (request_id) WHERE state <> 'sent'`,
      [requests.map(({ requestId }) => requestId), requests.map(({ revision }) => revision)],
    );
    return Number(rows[0]?.unsent ?? 0);
  }
}
