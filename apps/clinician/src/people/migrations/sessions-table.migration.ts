import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is signed in. */
export class SessionsTable1795305600001 implements MigrationInterface {
  readonly name = 'SessionsTable1795305600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session (
        id_sha256  text PRIMARY KEY,
        person_id  text NOT NULL,
        name       text NOT NULL,
        role       text NOT NULL,
        id_token   text,
        started_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      )
    `);
    await runner.query('CREATE INDEX session_expires_at ON session (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE session');
  }
}
