import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What devices can measure, which of them a patient has, and what they are to be asked. */
export class Requests1795327200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Null for devices that were registered before, until the log brings news of them.
    await runner.query(`ALTER TABLE device ADD COLUMN kind text`);
    await runner.query(`CREATE INDEX device_holdings ON device USING gin (holdings jsonb_path_ops)`);
    await runner.query(`
      CREATE TABLE request (
        request_id uuid NOT NULL,
        device_id  text NOT NULL,
        gateway_id text NOT NULL,
        revision   integer NOT NULL,
        message    jsonb NOT NULL,
        expires_at timestamptz NOT NULL,
        state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'settled')),
        tried_at   timestamptz,
        PRIMARY KEY (request_id, device_id)
      )`);
    await runner.query(`CREATE INDEX request_waiting ON request (gateway_id) WHERE state = 'waiting'`);
    await runner.query(`CREATE INDEX request_expires_at ON request (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE request`);
    await runner.query(`DROP INDEX device_holdings`);
    await runner.query(`ALTER TABLE device DROP COLUMN kind`);
  }
}
