import { outboxTable } from '#libs/outbox';
import { timerTable } from '#libs/timers';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything of the scoring service. What each table is for, its store says; for how long it is kept, `data-classes.ts`. */
export class CreateScoringTables1795910400000 implements MigrationInterface {
  readonly name = 'CreateScoringTables1795910400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...patients, ...news, ...histories, ...intake, ...timerTable, ...outboxTable]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE patient_state, observation_set, backlog, plan_version, history_entry, signal, request, superseded, sample, intake,
        outage, timer, outbox`);
    await runner.query(`DROP SEQUENCE outage_number`);
  }
}

const patients = [
  // Rows change with every batch, and of the indexed columns only `due_at`, which changes seldom (see PatientStatesStore):
  // the room left free on each page lets Postgres change them in place.
  `CREATE TABLE patient_state (
    patient_id uuid PRIMARY KEY,
    version bigint NOT NULL DEFAULT 0,
    horizon timestamptz,
    furthest timestamptz,
    due_at timestamptz,
    trend_due_at timestamptz,
    open_requests json,
    retracted json,
    outage_number bigint NOT NULL DEFAULT 0,
    parked_because text,
    status_revision integer NOT NULL DEFAULT 0,
    plan_revision integer NOT NULL DEFAULT 0
  ) WITH (fillfactor = 50)`,
  `CREATE INDEX patient_state_due ON patient_state (due_at) WHERE due_at IS NOT NULL`,
];

const news = [
  `CREATE TABLE observation_set (
    id uuid PRIMARY KEY,
    patient_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    known_at timestamptz NOT NULL,
    parked boolean NOT NULL,
    body json
  )`,
  `CREATE INDEX observation_set_parked ON observation_set (patient_id) WHERE parked`,
  // Rows are added in the order of this time, so the smallest of indexes finds the old ones.
  `CREATE INDEX observation_set_known ON observation_set USING brin (known_at)`,
  `CREATE TABLE backlog (
    id uuid PRIMARY KEY,
    patient_id uuid NOT NULL,
    from_at timestamptz NOT NULL,
    times integer NOT NULL,
    known_at timestamptz NOT NULL,
    body json NOT NULL
  )`,
  `CREATE INDEX backlog_patient ON backlog (patient_id, from_at)`,
  `CREATE TABLE plan_version (
    patient_id uuid NOT NULL,
    revision integer NOT NULL,
    changed_at timestamptz NOT NULL,
    known_at timestamptz NOT NULL,
    parked boolean NOT NULL,
    body json NOT NULL,
    PRIMARY KEY (patient_id, revision)
  )`,
  `CREATE INDEX plan_version_parked ON plan_version (patient_id) WHERE parked`,
];

const eventTable = (name: string): readonly string[] => [
  `CREATE TABLE ${name} (
    id uuid PRIMARY KEY,
    patient_id uuid NOT NULL,
    at timestamptz NOT NULL,
    caused_by uuid NOT NULL,
    known_at timestamptz NOT NULL,
    went_out boolean NOT NULL,
    body json NOT NULL
  )`,
  `CREATE INDEX ${name}_caused_by ON ${name} (caused_by)`,
  `CREATE INDEX ${name}_patient ON ${name} (patient_id, at)`,
];

const histories = [
  `CREATE TABLE history_entry (
    patient_id uuid NOT NULL,
    at timestamptz NOT NULL,
    caused_by uuid,
    received_at timestamptz,
    taken json,
    known json,
    score_caused_by uuid,
    score json,
    known_at timestamptz NOT NULL,
    PRIMARY KEY (patient_id, at)
  )`,
  ...eventTable('signal'),
  ...eventTable('request'),
  `CREATE TABLE superseded (
    id uuid NOT NULL,
    revision integer NOT NULL,
    patient_id uuid NOT NULL,
    topic text NOT NULL,
    known_at timestamptz NOT NULL,
    body json NOT NULL,
    PRIMARY KEY (id, revision)
  )`,
  `CREATE INDEX superseded_patient ON superseded (patient_id)`,
  // Half hours are counted from 1970.
  `CREATE TABLE sample (
    patient_id uuid NOT NULL,
    series text NOT NULL,
    bucket integer NOT NULL,
    taken_at timestamptz NOT NULL,
    observation_id uuid NOT NULL,
    value float8 NOT NULL,
    quality json,
    PRIMARY KEY (patient_id, series, bucket, taken_at)
  )`,
];

const intake = [
  `CREATE TABLE intake (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    heard_at timestamptz NOT NULL
  )`,
  `CREATE SEQUENCE outage_number`,
  `CREATE TABLE outage (
    started_at timestamptz PRIMARY KEY,
    ended_at timestamptz,
    number bigint NOT NULL DEFAULT nextval('outage_number')
  )`,
];
