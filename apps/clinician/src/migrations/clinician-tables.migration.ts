import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Wards and who is on them, the chart, alerts, the live stream and the outbox: the whole schema of the clinician service. */
export class ClinicianTables1795305600000 implements MigrationInterface {
  readonly name = 'ClinicianTables1795305600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...places, ...equipment, ...chart, ...alerts, ...plumbing]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table if exists outbox, act, live_batch, live_head, alert_change, alert, quarantined, patient_latest, score,
         charted_readings, device_holding, device, gateway, plan, stay, patient, ward cascade`,
    );
    await runner.query('drop function if exists newer_of_each(jsonb, jsonb)');
  }
}

const places = [
  `create table ward (
     id uuid primary key,
     name text not null,
     beds integer not null check (beds > 0),
     created_at timestamptz not null
   )`,
  'create index ward_by_name on ward (name, id)',
  `create table patient (
     id uuid primary key,
     nhs_number text not null constraint patient_nhs_number unique,
     given_name text not null,
     family_name text not null,
     birth_date date not null,
     created_at timestamptz not null
   )`,
  'create index patient_by_name on patient (family_name, given_name, id)',
  `create table stay (
     id uuid primary key,
     patient_id uuid not null references patient,
     ward_id uuid not null references ward,
     pathway text not null,
     entry text check (entry in ('step-up', 'step-down')),
     state text not null check (state in ('admitted', 'discharged')),
     admitted_at timestamptz not null,
     admitted_by text not null,
     discharged_at timestamptz,
     discharged_by text,
     discharge_reason text
   )`,
  `create unique index stay_one_open on stay (patient_id) where state = 'admitted'`,
  `create index stay_open_on_ward on stay (ward_id) where state = 'admitted'`,
  'create index stay_by_admission on stay (admitted_at, id)',
  `create table plan (
     patient_id uuid primary key references patient,
     revision integer not null,
     oxygen_scale jsonb,
     chosen_exclusion text,
     monitoring_plan jsonb not null
   )`,
];

const equipment = [
  `create table gateway (
     id text primary key,
     name text not null,
     secret_sha256 text not null,
     revision integer not null,
     registered_at timestamptz not null,
     disabled_at timestamptz
   )`,
  `create table device (
     id text primary key,
     gateway_id text not null references gateway,
     kind text not null,
     revision integer not null,
     registered_at timestamptz not null,
     status jsonb
   )`,
  'create index device_by_gateway on device (gateway_id, id)',
  `create table device_holding (
     device_id text not null references device,
     patient_id uuid not null references patient,
     held_from timestamptz not null,
     held_until timestamptz check (held_until >= held_from),
     issued_by text not null,
     recovered_by text
   )`,
  'create index device_holding_by_device on device_holding (device_id, held_from)',
  'create unique index device_holding_now on device_holding (device_id) where held_until is null',
  'create index device_holding_by_patient on device_holding (patient_id) where held_until is null',
];

/** No foreign keys here: these tables follow the log, which may be ahead of, or outlive, what the others know. */
const chart = [
  `create table charted_readings (
     patient_id uuid not null,
     taken_at timestamptz not null,
     set_id uuid not null,
     received_at timestamptz not null,
     message_id text not null,
     device_id text,
     entered_by text,
     source text not null,
     observations json not null,
     primary key (patient_id, taken_at, set_id)
   )`,
  `create table score (
     patient_id uuid not null,
     at timestamptz not null,
     revision integer not null,
     score json not null,
     primary key (patient_id, at)
   )`,
  `create table patient_latest (
     patient_id uuid primary key,
     newest_taken_at timestamptz not null,
     by_code jsonb not null
   ) with (fillfactor = 70)`,
  // Of each code the observation taken last; at one and the same moment the greater id, so that the order of arrival
  // decides nothing. Instants are UTC with milliseconds: their text order is time order.
  `create function newer_of_each(known jsonb, arrived jsonb) returns jsonb language sql immutable parallel safe as $$
     select known || coalesce(jsonb_object_agg(code, observation), '{}'::jsonb)
     from jsonb_each(arrived) as each (code, observation)
     where known -> code is null
        or (observation ->> 'takenAt' collate "C", observation ->> 'id' collate "C")
         > (known -> code ->> 'takenAt' collate "C", known -> code ->> 'id' collate "C")
   $$`,
  `create table quarantined (
     id uuid primary key,
     device_id text not null,
     gateway_id text not null,
     patient_id uuid,
     received_at timestamptz not null,
     event json not null
   )`,
  'create index quarantined_by_time on quarantined (received_at, id)',
  'create index quarantined_by_device on quarantined (device_id, received_at, id)',
  'create index quarantined_by_gateway on quarantined (gateway_id, received_at, id)',
  'create index quarantined_by_patient on quarantined (patient_id, received_at, id) where patient_id is not null',
];

const alerts = [
  `create table alert (
     id uuid primary key,
     patient_id uuid not null references patient,
     stay_id uuid not null references stay,
     ward_id uuid not null references ward,
     tier text not null,
     current_tier text not null,
     state text not null check (state in ('raised', 'acknowledged', 'resolved')),
     raised_at timestamptz not null,
     worsened_at timestamptz,
     response_due_at timestamptz not null,
     reason text not null,
     score_id uuid not null,
     acknowledged_at timestamptz,
     acknowledged_by text,
     resolved_at timestamptz,
     resolved_by text,
     outcome text,
     revision integer not null
   )`,
  `create unique index alert_one_open on alert (patient_id) where state <> 'resolved'`,
  'create index alert_by_time on alert (raised_at, id)',
  'create index alert_by_ward on alert (ward_id, raised_at, id)',
  'create index alert_by_patient on alert (patient_id, raised_at, id)',
  // The ledger of every decision, those to do nothing included, so that "why was nobody called?" has an answer.
  `create table alert_change (
     id bigint generated always as identity primary key,
     alert_id uuid references alert,
     patient_id uuid not null,
     signal_id uuid constraint alert_change_signal unique,
     change text not null,
     because text not null,
     tier text,
     person_id text,
     person_name text,
     at timestamptz not null
   )`,
  'create index alert_change_by_alert on alert_change (alert_id, id)',
];

const plumbing = [
  // One row: whoever appends to the live stream holds its lock until the commit, so ids follow the order of commits.
  'create table live_head (only_row boolean primary key default true check (only_row), position bigint not null)',
  'insert into live_head (position) values (0)',
  `create table live_batch (
     last_position bigint primary key,
     first_position bigint not null,
     changes json not null,
     appended_at timestamptz not null
   )`,
  // Written by the thousand and read once: compressing it would cost more than the space it takes until it is forgotten.
  'alter table live_batch alter column changes set storage external',
  'create index live_batch_by_time on live_batch (appended_at)',
  `create table act (
     id bigint generated always as identity primary key,
     at timestamptz not null,
     person_id text not null,
     person_name text not null,
     act text not null,
     subject_kind text not null,
     subject_id text not null,
     facts jsonb not null
   )`,
  'create index act_by_subject on act (subject_kind, subject_id, id)',
  `create table outbox (
     id bigint generated always as identity primary key,
     topic text not null,
     key text not null,
     value text not null,
     staged_at timestamptz not null
   )`,
];
