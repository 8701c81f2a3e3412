import { timerTable } from '#libs/timers';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every table of the schema `gateway`. */
export class CreateTables1795802400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE timer, daily_volume, intake_alive, outage, request_delivery, request, message, monitoring_plan, device, gateway',
    );
  }
}

const tables: readonly string[] = [
  // What the log says of gateways, devices and plans.
  `CREATE TABLE gateway (
    gateway_id    text PRIMARY KEY,
    secret_sha256 text NOT NULL,
    revision      integer NOT NULL,
    disabled_at   timestamptz
  )`,
  `CREATE TABLE device (
    device_id  text PRIMARY KEY,
    gateway_id text NOT NULL,
    kind       text NOT NULL,
    revision   integer NOT NULL,
    holdings   jsonb NOT NULL,
    -- Null where its times count as it says them.
    clock_correction jsonb
  )`,
  // Which devices a patient has.
  `CREATE INDEX device_holdings ON device USING gin (holdings jsonb_path_ops)`,
  `CREATE TABLE monitoring_plan (
    patient_id     uuid PRIMARY KEY,
    revision       integer NOT NULL,
    lateness_hours integer NOT NULL
  )`,

  // Which message ids each device has used, and for which times.
  `CREATE TABLE message (
    device_id   text NOT NULL,
    message_id  text NOT NULL,
    digest      uuid NOT NULL,
    taken_at    timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (device_id, message_id, taken_at)
  )`,
  // Rows are written in the order of their time, which is all that deleting old ones needs.
  `CREATE INDEX message_received_at ON message USING brin (received_at) WITH (pages_per_range = 32)`,

  // The newest revision of each request to measure that has not expired, settled ones included, and what goes to which
  // device while it is asked.
  `CREATE TABLE request (
    request_id uuid PRIMARY KEY,
    revision   integer NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
  `CREATE TABLE request_delivery (
    request_id uuid NOT NULL REFERENCES request ON DELETE CASCADE,
    device_id  text NOT NULL,
    gateway_id text NOT NULL,
    revision   integer NOT NULL,
    message    jsonb NOT NULL,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent')),
    PRIMARY KEY (request_id, device_id)
  )`,
  `CREATE INDEX request_delivery_unsent ON request_delivery (gateway_id) WHERE state <> 'sent'`,

  // When no message could come in, and when one last could: one row, which replicas lock.
  `CREATE TABLE outage (
    "from" timestamptz PRIMARY KEY,
    until  timestamptz NOT NULL CHECK (until > "from")
  )`,
  `CREATE TABLE intake_alive (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    at  timestamptz NOT NULL
  )`,

  // What each gateway has sent on each day by UTC, as counted by all replicas.
  `CREATE TABLE daily_volume (
    day         date NOT NULL,
    gateway_id  text NOT NULL,
    messages    bigint NOT NULL,
    bytes       bigint NOT NULL,
    quarantined bigint NOT NULL,
    refused     bigint NOT NULL,
    PRIMARY KEY (day, gateway_id)
  )`,
  ...timerTable,
];
