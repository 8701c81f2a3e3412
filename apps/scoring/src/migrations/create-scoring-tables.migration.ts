import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything of the scoring service. What each table is for, its store says. */
export class CreateScoringTables1763769600000 implements MigrationInterface {
  readonly name = 'CreateScoringTables1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE monitoring_plan (
        patient_id uuid PRIMARY KEY,
        revision integer NOT NULL,
        body json NOT NULL
      )`);
    // Rows of standings change with every batch and none of their columns is indexed but the key: the room left free
    // on each page lets Postgres change them in place.
    await runner.query(`
      CREATE TABLE standing (
        patient_id uuid PRIMARY KEY,
        version bigint NOT NULL DEFAULT 0,
        tier text
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE observation_set (
        id uuid PRIMARY KEY,
        patient_id uuid NOT NULL,
        received_at timestamptz NOT NULL,
        observations json NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE moment (
        patient_id uuid NOT NULL,
        at timestamptz NOT NULL,
        caused_by uuid NOT NULL,
        score json,
        inputs json,
        PRIMARY KEY (patient_id, at),
        CONSTRAINT scored_or_withheld CHECK ((score IS NULL) <> (inputs IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE signal (
        id uuid PRIMARY KEY,
        patient_id uuid NOT NULL,
        caused_by uuid NOT NULL,
        body json NOT NULL
      )`);
    await runner.query(`CREATE INDEX signal_caused_by ON signal (caused_by)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE signal, moment, observation_set, standing, monitoring_plan`);
  }
}
