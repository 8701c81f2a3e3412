import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts of several conditions, the signals that they follow from, and every version of each. */
export class AlertConditions1795305600011 implements MigrationInterface {
  readonly name = 'AlertConditions1795305600011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...conditions, ...signals, ...versions, ...ledger]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alert_version, alert_signal');
    await runner.query('drop index alert_one_open');
    await runner.query(`delete from alert where condition <> 'score' or score_id is null`);
    await runner.query(`create unique index alert_one_open on alert (patient_id) where state <> 'resolved'`);
    await runner.query('drop index alert_by_stay');
    await runner.query(
      `alter table alert drop condition, drop instruction, drop late, drop since, drop acted, drop withdrawn,
         drop news_tier, drop signal_reason, alter score_id set not null`,
    );
    await runner.query('delete from alert_change where signal_revision > 1');
    await runner.query('drop index alert_change_signal');
    await runner.query('alter table alert_change drop signal_revision');
    await runner.query('alter table alert_change add constraint alert_change_signal unique (signal_id)');
  }
}

const conditions = [
  `alter table alert
     add condition text not null default 'score',
     add instruction text,
     add late boolean not null default false,
     add since timestamptz,
     add acted boolean not null default false,
     add withdrawn boolean not null default false,
     add news_tier text,
     add signal_reason text,
     alter score_id drop not null`,
  `update alert set news_tier = tier, signal_reason = reason,
     acted = acknowledged_at is not null or exists (
       select from alert_change c where c.alert_id = alert.id and c.change = 'acknowledge')`,
  `alter table alert alter condition drop default, alter late drop default, alter acted drop default,
     alter withdrawn drop default, alter news_tier set not null, alter signal_reason set not null`,
  'drop index alert_one_open',
  `create unique index alert_one_open on alert (patient_id, condition) where state <> 'resolved'`,
  'create index alert_by_stay on alert (stay_id, condition)',
];

/** No foreign keys: the table follows the log, which may be ahead of, or outlive, what the others know. */
const signals = [
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
  // What raised the alerts of before was not kept. The rise that each open one goes back to stands in for it, so that the
  // next signal does not look like a correction that leaves nothing. What scoring says of the same moment replaces it.
  `insert into alert_signal (stay_id, condition, at, id, revision, patient_id, kind, tier, because, late, reason,
     score_id, answered, closed, known_at)
   select a.stay_id, a.condition, coalesce((
              select s.at from score s where s.patient_id = a.patient_id and s.score ->> 'id' = a.score_id::text
              limit 1), a.worsened_at, a.raised_at),
          a.id, 0, a.patient_id, 'tier-reached', a.tier, 'reading', false, a.reason,
          a.score_id, a.state = 'acknowledged', false, coalesce(a.worsened_at, a.raised_at)
   from alert a where a.state <> 'resolved'`,
];

const columns = `id, patient_id, stay_id, ward_id, condition, tier, news_tier, current_tier, state, raised_at, worsened_at,
  response_due_at, reason, signal_reason, instruction, late, score_id, acknowledged_at, acknowledged_by, resolved_at,
  resolved_by, outcome, revision, since, acted, withdrawn`;

const versions = [
  'create table alert_version (like alert)',
  `alter table alert_version
     add valid_from timestamptz not null,
     add valid_to timestamptz,
     add primary key (id, revision)`,
  // greatest() passes over nulls.
  `insert into alert_version (${columns}, valid_from)
   select ${columns}, greatest(raised_at, worsened_at, acknowledged_at, resolved_at) from alert`,
  'create index alert_version_by_ward on alert_version (ward_id, raised_at, id)',
  'create index alert_version_by_patient on alert_version (patient_id, raised_at, id)',
  'create unique index alert_version_now on alert_version (id) where valid_to is null',
  `create index alert_version_open_on_ward on alert_version (ward_id, valid_from) where state <> 'resolved'`,
];

/** One line for each revision of a signal. */
const ledger = [
  'alter table alert_change add signal_revision integer',
  'update alert_change set signal_revision = 1 where signal_id is not null',
  'alter table alert_change drop constraint alert_change_signal',
  'create unique index alert_change_signal on alert_change (signal_id, signal_revision) where signal_id is not null',
];
