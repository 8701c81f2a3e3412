import type { Database } from '#libs/database';

/** The table `mqtt_session`: whose session at the remote broker is read by its own replica, by the clock of Postgres. */
export class MqttSessionsStore {
  constructor(private readonly database: Database) {}

  /** The replica with these sessions is there. */
  async seen(clientIds: readonly string[]): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO mqtt_session (client_id, seen_at) SELECT id, now() FROM unnest($1::text[]) AS own (id) ORDER BY id
       ON CONFLICT (client_id) DO UPDATE SET seen_at = excluded.seen_at, covered_by = NULL, covered_at = NULL`,
      [clientIds],
    );
  }

  /**
   * The sessions whose replicas have not been there for so long, and which this replica is to read from now on, or still:
   * each of them one replica alone.
   */
  async cover(by: string, awaySeconds: number): Promise<readonly string[]> {
    const { rows } = await this.database.pool.query<{ readonly client_id: string }>(
      `WITH away AS (
         SELECT client_id FROM mqtt_session
          WHERE client_id <> $1 AND seen_at < now() - make_interval(secs => $2)
            AND (covered_by = $1 OR covered_at IS NULL OR covered_at < now() - make_interval(secs => $2))
          ORDER BY client_id FOR UPDATE
       )
       UPDATE mqtt_session AS session SET covered_by = $1, covered_at = now()
         FROM away WHERE session.client_id = away.client_id
       RETURNING session.client_id`,
      [by, awaySeconds],
    );
    return rows.map(({ client_id: clientId }) => clientId);
  }
}
