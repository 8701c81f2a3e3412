import { notMerged } from './record-tables.ts';

/** How anything is changed: the audit, answers that were given, the live stream, dead letters. */
export const commands = [
  // The one history of alerts, tasks, stays and plans: `state` is the subject as it is from this revision on.
  `create table audit (
     id bigint generated always as identity primary key,
     at timestamptz not null,
     by_person jsonb not null,
     command text not null,
     subject_kind text not null,
     subject_id text not null,
     patient_id uuid,
     revision integer,
     text text not null,
     facts jsonb not null,
     state jsonb
   )`,
  'create index audit_by_subject on audit (subject_kind, subject_id, id)',
  'create unique index audit_revision on audit (subject_kind, subject_id, revision) where revision is not null',
  'create index audit_by_patient on audit (patient_id, id) where patient_id is not null',
  'create index audit_states on audit (subject_kind, patient_id, at) where state is not null',
  `create table idempotency_key (
     person_id text not null,
     key text not null,
     command text not null,
     request_sha256 text not null,
     answer json,
     created_at timestamptz not null,
     primary key (person_id, key)
   )`,
  'create index idempotency_key_by_time on idempotency_key (created_at)',
  // One row: appending to the live stream holds its lock until the commit, so ids follow the order of commits.
  'create table live_head (only_row boolean primary key default true check (only_row), position bigint not null)',
  'insert into live_head (position) values (0)',
  `create table live_batch (
     last_position bigint primary key,
     first_position bigint not null,
     changes json not null,
     appended_at timestamptz not null
   )`,
  // Written by the thousand and read once: compressing it would cost more than the space it takes until it is deleted.
  'alter table live_batch alter column changes set storage external',
  'create index live_batch_by_time on live_batch (appended_at)',
  `create table dead_letter (
     id uuid primary key,
     group_name text not null,
     topic text not null,
     failed_at timestamptz not null,
     letter json not null
   )`,
  'create index dead_letter_by_time on dead_letter (failed_at, id)',
  `create table dead_letter_replay (
     dead_letter_id uuid not null references dead_letter on delete cascade,
     replayed_at timestamptz not null,
     replayed_by jsonb not null
   )`,
  'create index dead_letter_replay_by_letter on dead_letter_replay (dead_letter_id)',
];

export const people = [
  `create table session (
     id_sha256 text primary key,
     person_id text not null,
     name text not null,
     role text not null,
     id_token text,
     started_at timestamptz not null,
     expires_at timestamptz not null
   )`,
  'create index session_expires_at on session (expires_at)',
];

export const plans = [
  `create table plan (
     patient_id uuid primary key references patient,
     revision integer not null,
     monitoring_plan jsonb not null
   )`,
];

export const devices = [
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
     id bigint generated always as identity primary key,
     device_id text not null references device,
     patient_id uuid not null references patient,
     held_from timestamptz not null,
     held_until timestamptz check (held_until >= held_from),
     issued_by jsonb not null,
     issued_at timestamptz not null,
     issue_reason text,
     recovered_by jsonb,
     clock_correction jsonb
   )`,
  'create index device_holding_by_device on device_holding (device_id, held_from)',
  'create unique index device_holding_now on device_holding (device_id) where held_until is null',
  'create index device_holding_by_patient on device_holding (patient_id)',
  notMerged('device_holding'),
];

/** Who can be notified, and who has the turn when. No person is ever deleted: audits and overrides refer to them. */
export const staff = [
  `create table staff_member (
     id text primary key,
     name text not null,
     role text not null,
     ward_ids uuid[] not null,
     contact_methods jsonb not null,
     quiet_hours jsonb,
     language text not null,
     added_by text not null check (added_by in ('sign-in', 'hand')),
     active boolean not null,
     revision integer not null
   )`,
  'create index staff_member_by_name on staff_member (name, id)',
  'create index staff_member_by_role on staff_member (role) where active',
  `create table team (
     id uuid primary key,
     name text not null,
     ward_ids uuid[] not null,
     person_ids text[] not null,
     team_ids uuid[] not null,
     revision integer not null
   )`,
  'create index team_by_name on team (name, id)',
  `create table rota (
     id uuid primary key,
     name text not null,
     time_zone text not null,
     layers jsonb not null,
     revision integer not null
   )`,
  'create index rota_by_name on rota (name, id)',
  // In the order of their numbers: a later one takes precedence.
  `create table rota_override (
     number bigint generated always as identity primary key,
     id uuid not null unique,
     rota_id uuid not null references rota,
     starts_at timestamptz not null,
     ends_at timestamptz not null check (ends_at > starts_at),
     person_id text not null references staff_member,
     source text not null check (source in ('hand', 'swap', 'calendar'))
   )`,
  'create index rota_override_by_rota on rota_override (rota_id, ends_at)',
];

/** Signals have no foreign keys: the table follows the log. */
/** Whom an alert notifies, step by step. A version never changes: alerts keep to the one they were raised under. */
export const escalationPolicies = [
  `create table escalation_policy (
     id uuid primary key,
     version integer not null,
     ward_id uuid not null references ward,
     name text not null,
     retired boolean not null
   )`,
  'create index escalation_policy_by_ward on escalation_policy (ward_id) where not retired',
  'create index escalation_policy_by_name on escalation_policy (name, id)',
  `create table escalation_policy_version (
     id uuid not null,
     version integer not null,
     policy jsonb not null,
     primary key (id, version)
   )`,
];

export const alerts = [
  `create table alert (
     id uuid primary key,
     patient_id uuid not null references patient,
     stay_id uuid not null references stay,
     condition text not null,
     tier text not null,
     notified_tier text not null,
     current_tier text not null,
     state text not null check (state in ('raised', 'acknowledged', 'resolved')),
     raised_at timestamptz not null,
     worsened_at timestamptz,
     response_due_at timestamptz not null,
     reason text not null,
     signal_reason text not null,
     instruction text,
     late boolean not null,
     score_id uuid,
     acknowledged_at timestamptz,
     acknowledged_by jsonb,
     acknowledgement_note text,
     acknowledgement_lapses_at timestamptz,
     owner jsonb,
     handed_to jsonb,
     snooze jsonb,
     clears_at timestamptz,
     cleared_at timestamptz,
     resolved_at timestamptz,
     resolved_by jsonb,
     outcome text,
     outcome_note text,
     undoable_until timestamptz,
     escalation jsonb,
     revision integer not null,
     since timestamptz,
     answered boolean not null,
     withdrawn boolean not null,
     returns_at timestamptz,
     returned jsonb
   )`,
  // A score that rises breaks through a snooze: asked for every batch of scores, and nearly always empty.
  'create index alert_snoozed on alert (patient_id) where snooze is not null',
  `create unique index alert_one_open on alert (patient_id, condition) where state <> 'resolved'`,
  'create index alert_by_time on alert (raised_at, id)',
  'create index alert_by_patient on alert (patient_id, raised_at, id)',
  'create index alert_by_stay on alert (stay_id, condition)',
  `create table alert_signal (
     stay_id uuid not null,
     condition text not null,
     at timestamptz not null,
     id uuid not null,
     revision integer not null,
     patient_id uuid not null,
     kind text not null check (kind in ('tier-reached', 'tier-left', 'withdrawn')),
     tier text not null,
     because text not null,
     late boolean not null,
     reason text not null,
     instruction text,
     respond_within_minutes integer,
     score_id uuid,
     answered boolean not null,
     closed boolean not null,
     known_at timestamptz not null,
     primary key (stay_id, condition, at)
   )`,
  `create table task (
     id uuid primary key,
     patient_id uuid not null references patient,
     stay_id uuid not null references stay,
     kind text not null,
     subject text not null,
     state text not null check (state in ('open', 'done', 'cancelled')),
     words text not null,
     codes text[] not null,
     silent_party text check (silent_party in ('device', 'patient', 'unknown')),
     due_at timestamptz not null,
     closed_at timestamptz,
     closed_by jsonb,
     outcome text,
     undoable_until timestamptz,
     revision integer not null,
     cause_revision integer not null,
     done_by timestamptz,
     finding text,
     asked_for jsonb
   )`,
  'create index task_by_due on task (due_at, id)',
  'create index task_by_stay on task (stay_id, due_at, id)',
  'create index task_by_patient on task (patient_id, due_at, id)',
  `create index task_of_scores on task (patient_id) where kind in ('nurse-assessment', 'sepsis-screen')`,
  `create index task_kit_to_recover on task (stay_id) where kind = 'recover-kit' and state = 'open'`,
  `create table technical_alert (
     id uuid primary key,
     kind text not null,
     subject_id text,
     raised_at timestamptz not null,
     resolved_at timestamptz,
     words text not null
   )`,
  `create unique index technical_alert_one_open on technical_alert (kind, coalesce(subject_id, ''))
     where resolved_at is null`,
  'create index technical_alert_by_time on technical_alert (raised_at, id)',
  'create table intake_status (only_row boolean primary key default true check (only_row), at timestamptz not null)',
];
