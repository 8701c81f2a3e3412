import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every version of a plan by when it was known; and the plans of the first release made whole, and told anew. */
export class PlanVersions1795305600020 implements MigrationInterface {
  readonly name = 'PlanVersions1795305600020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [table, kept, whole, keptWhole, told]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists plan_version');
  }
}

const table = `create table plan_version (
  patient_id uuid not null references patient,
  revision integer not null,
  known_at timestamptz not null,
  changed_by text,
  reason text,
  chosen_exclusion text,
  monitoring_plan jsonb not null,
  primary key (patient_id, revision)
)`;

const columns = 'patient_id, revision, known_at, chosen_exclusion, monitoring_plan';

/** What the first release did not keep: who changed it. Its fields were fewer, so they are filled up as they were meant. */
const filled = `monitoring_plan || jsonb_build_object(
    'ruleSet', jsonb_build_object('id', case when monitoring_plan #>> '{stay,pathway}' in (
      'acute-respiratory', 'frailty', 'heart-failure', 'end-of-life', 'diabetes', 'cystic-fibrosis', 'complex-maternity',
      'severe-mental-illness', 'falls-in-care-homes') then monitoring_plan #>> '{stay,pathway}' else 'general' end,
      'version', 1),
    'scoredFrom', case when monitoring_plan ->> 'exclusion' = 'under-16' then to_char(
      ((birth_date + interval '16 years')::date::timestamp at time zone 'Europe/London') at time zone 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS".000Z"') end,
    'monitoring', 'intermittent', 'validityMinutes', '{}'::jsonb, 'dueEveryMinutes', '{}'::jsonb,
    'thresholds', '[]'::jsonb, 'ceilingOfCare', null, 'pauses', '[]'::jsonb)`;

const kept = `insert into plan_version (${columns})
  select plan.patient_id, revision, (monitoring_plan ->> 'changedAt')::timestamptz, chosen_exclusion, ${filled}
  from plan join patient on patient.id = plan.patient_id`;

/** A revision of their own, so that the others take them for the news that they are. Maternity has a chart of its own now. */
const whole = `update plan set revision = plan.revision + 1, monitoring_plan = v.monitoring_plan || jsonb_build_object(
    'revision', plan.revision + 1,
    'changedAt', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'exclusion', case when v.monitoring_plan #>> '{ruleSet,id}' = 'complex-maternity'
      and v.monitoring_plan ->> 'exclusion' = 'pregnant' then 'null'::jsonb else v.monitoring_plan -> 'exclusion' end)
  from plan_version v where v.patient_id = plan.patient_id`;

const keptWhole = `insert into plan_version (${columns})
  select patient_id, revision, (monitoring_plan ->> 'changedAt')::timestamptz, chosen_exclusion, monitoring_plan from plan`;

const told = `insert into outbox (topic, key, value, staged_at)
  select 'monitoring-plans', patient_id::text, monitoring_plan::text, now() from plan`;
