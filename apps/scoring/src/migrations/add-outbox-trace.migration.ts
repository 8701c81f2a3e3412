import { outboxTrace } from '#libs/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that wait for the log remember the trace that they belong to. */
export class AddOutboxTrace1796169600000 implements MigrationInterface {
  readonly name = 'AddOutboxTrace1796169600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of outboxTrace) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outbox DROP COLUMN trace');
  }
}
