import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What trends are found in: see `SamplesStore`. Half hours are counted from 1970. */
export class AddTrendSamples1763773200000 implements MigrationInterface {
  readonly name = 'AddTrendSamples1763773200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sample (
        patient_id uuid NOT NULL,
        series text NOT NULL,
        bucket integer NOT NULL,
        taken_at timestamptz NOT NULL,
        observation_id uuid NOT NULL,
        value float8 NOT NULL,
        quality json,
        PRIMARY KEY (patient_id, series, bucket)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sample`);
  }
}
