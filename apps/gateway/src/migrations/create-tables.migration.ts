import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Devices and gateways as the log has them, and the message ids that were taken. */
export class CreateTables1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE gateway (
        gateway_id    text PRIMARY KEY,
        secret_sha256 text NOT NULL,
        revision      integer NOT NULL,
        disabled_at   timestamptz
      )`);
    await runner.query(`
      CREATE TABLE device (
        device_id  text PRIMARY KEY,
        gateway_id text NOT NULL,
        revision   integer NOT NULL,
        holdings   jsonb NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE message (
        device_id   text NOT NULL,
        message_id  text NOT NULL,
        digest      uuid NOT NULL,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (device_id, message_id)
      )`);
    // Rows are written in the order of their time, which is all that forgetting old ones needs.
    await runner.query(
      `CREATE INDEX message_received_at ON message USING brin (received_at) WITH (pages_per_range = 32)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE message, device, gateway`);
  }
}
