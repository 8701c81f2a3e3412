import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which replica reads which session at the remote broker. */
export class AddMqttSessions1796000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE mqtt_session (
      client_id  text PRIMARY KEY,
      seen_at    timestamptz NOT NULL,
      covered_by text,
      covered_at timestamptz
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mqtt_session');
  }
}
