import type { DeviceId, EventId, GatewayId, Instant, RequestMessage } from '#libs/contracts';
import type { Database } from '#libs/database';

/** A request as it is to go to one device. */
export interface OutgoingRequest {
  readonly requestId: string;
  readonly deviceId: string;
  readonly gatewayId: string;
  readonly revision: number;
  readonly message: RequestMessage;
}

export interface ClaimOptions {
  /** Of these gateways only; undefined: of any. */
  readonly gatewayIds: readonly string[] | undefined;
  /** Those that were tried a moment ago, too. */
  readonly regardlessOfLastTry: boolean;
  readonly now: Instant;
  /** For how long nobody else tries what was claimed. */
  readonly leaseSeconds: number;
  readonly limit: number;
}

interface ClaimedRow {
  readonly request_id: EventId;
  readonly device_id: DeviceId;
  readonly gateway_id: GatewayId;
  readonly revision: number;
  readonly message: RequestMessage;
}

/**
 * The table `request`: what is to be sent to which device. A row is `waiting` until its message was acknowledged, then
 * `sent`; `settled` once nobody needs to be asked any more; and gone once it has expired.
 */
export class RequestsStore {
  constructor(private readonly database: Database) {}

  /**
   * Writes down what is to be sent. One that was sent is not sent again, unless it was settled in between; a newer
   * revision of one that waits takes its place, an older one changes nothing.
   */
  async add(requests: readonly OutgoingRequest[]): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO request AS r (request_id, device_id, gateway_id, revision, message, expires_at)
       SELECT a."requestId", a."deviceId", a."gatewayId", a.revision, a.message, (a.message ->> 'expiresAt')::timestamptz
         FROM jsonb_to_recordset($1::jsonb)
           AS a ("requestId" uuid, "deviceId" text, "gatewayId" text, revision integer, message jsonb)
       ON CONFLICT (request_id, device_id) DO UPDATE
         SET revision = excluded.revision, message = excluded.message, expires_at = excluded.expires_at,
             gateway_id = excluded.gateway_id, tried_at = NULL,
             state = CASE r.state WHEN 'sent' THEN 'sent' ELSE 'waiting' END
         WHERE r.revision < excluded.revision`,
      [JSON.stringify(requests)],
    );
  }

  /** Nobody needs to be asked any more. */
  async settle(requests: readonly { readonly id: string; readonly revision: number }[]): Promise<void> {
    await this.database.pool.query(
      `UPDATE request SET state = 'settled', revision = s.revision
         FROM unnest($1::uuid[], $2::integer[]) AS s (request_id, revision)
        WHERE request.request_id = s.request_id AND request.revision < s.revision`,
      [requests.map(({ id }) => id), requests.map(({ revision }) => revision)],
    );
  }

  /** Whether anything waits, for whichever gateway. */
  async isWaiting(): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(`SELECT FROM request WHERE state = 'waiting' LIMIT 1`);
    return (rowCount ?? 0) > 0;
  }

  /** Takes what waits, for so long that no other replica sends it at the same time; that which was asked first comes first. */
  async claim(options: ClaimOptions): Promise<readonly OutgoingRequest[]> {
    const { gatewayIds, regardlessOfLastTry, now, leaseSeconds, limit } = options;
    // The lease is between processes, so it goes by the one clock that all of them have: the database's.
    const { rows } = await this.database.pool.query<ClaimedRow>(
      `UPDATE request SET tried_at = clock_timestamp()
        WHERE (request_id, device_id) IN (
          SELECT request_id, device_id FROM request
           WHERE state = 'waiting' AND expires_at > $1::timestamptz
             AND ($2::text[] IS NULL OR gateway_id = ANY ($2::text[]))
             AND ($3 OR tried_at IS NULL OR tried_at < clock_timestamp() - make_interval(secs => $4))
           ORDER BY message ->> 'requestedAt', request_id, device_id
           LIMIT $5 FOR UPDATE SKIP LOCKED)
       RETURNING request_id, device_id, gateway_id, revision, message`,
      [now, gatewayIds ?? null, regardlessOfLastTry, leaseSeconds, limit],
    );
    return rows.map((row) => ({
      requestId: row.request_id,
      deviceId: row.device_id,
      gatewayId: row.gateway_id,
      revision: row.revision,
      message: row.message,
    }));
  }

  /** Its message was acknowledged. */
  async sent({
    requestId,
    deviceId,
    revision,
  }: Pick<OutgoingRequest, 'requestId' | 'deviceId' | 'revision'>): Promise<void> {
    await this.database.pool.query(
      `UPDATE request SET state = 'sent'
        WHERE request_id = $1 AND device_id = $2 AND revision = $3 AND state = 'waiting'`,
      [requestId, deviceId, revision],
    );
  }

  /** Forgets what has expired; says how many of those were never sent. */
  async forgetExpired(now: Instant): Promise<number> {
    const { rows } = await this.database.pool.query<{ readonly state: string }>(
      `DELETE FROM request WHERE expires_at <= $1::timestamptz RETURNING state`,
      [now],
    );
    return rows.filter(({ state }) => state === 'waiting').length;
  }
}
