import type { Database } from '#libs/database';

/** The table `mqtt_session`: whose session at the remote broker is read by its own replica, by the clock of Postgres. */
export class MqttSessionsStore {
  constructor(private readonly database: Database) {}

  /** The replica with this session is there. */
  async seen(clientId: string): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO mqtt_session (client_id, seen_at) VALUES ($1, now())
       ON CONFLICT (client_id) DO UPDATE SET seen_at = excluded.seen_at, covered_by = NULL, covered_at = NULL`,
      [clientId],
    );
  }

  /**
   * The sessions whose replicas have not been there for so long, and which this replica is to read from now on, or still:
   * each of them one replica alone.
   */
  async cover(by: string, awaySeconds: number): Promise<readonly string[]> {
    const { rows } = await this.database.pool.query<{ readonly client_id: string }>(
      `UPDATE mqtt_session SET covered_by = $1, covered_at = now()
       WHERE client_id <> $1 AND seen_at < now() - make_interval(secs => $2)
         AND (covered_by = $1 OR covered_at IS NULL OR covered_at < now() - make_interval(secs => $2))
       RETURNING client_id`,
      [by, awaySeconds],
    );
    return rows.map(({ client_id: clientId }) => clientId);
  }
}
