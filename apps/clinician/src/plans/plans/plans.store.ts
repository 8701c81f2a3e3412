import { Inject, Injectable } from '@nestjs/common';
import {
  type Exclusion,
  instant,
  type Instant,
  type MonitoringPlan,
  type PatientId,
  type StayId,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import { decisionsOf, nothingDecided, type PlanFacts } from './monitoring-plan.ts';

interface FactsRow {
  readonly birth_date: string;
  readonly plan: MonitoringPlan | null;
  readonly chosen_exclusion: Exclusion | null;
  readonly stay_id: StayId | null;
  readonly ward_id: WardId | null;
  readonly pathway: string | null;
  readonly admitted_at: Date | null;
}

/** What the next plan follows from, and the one before it; that is undefined for somebody who is just being registered. */
export interface KnownPlan {
  readonly facts: PlanFacts;
  readonly before: MonitoringPlan | undefined;
}

/** How a version of a plan came about. */
export interface PlanVersion {
  readonly plan: MonitoringPlan;
  readonly chosenExclusion: Exclusion | null;
  readonly changedBy: string;
  /** As somebody gave it; null where the change follows from something else. */
  readonly reason: string | null;
}

/** The tables `plan` and `plan_version`, and what plans follow from. */
@Injectable()
export class PlansStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @param asOf as was known then; undefined where nothing was. */
  async find(patientId: PatientId, asOf?: Instant): Promise<MonitoringPlan | undefined> {
    const { rows } = await this.database.pool.query<{ plan: MonitoringPlan }>(
      asOf === undefined
        ? 'select monitoring_plan as plan from plan where patient_id = $1'
        : `select monitoring_plan as plan from plan_version where patient_id = $1 and known_at <= $2
           order by revision desc limit 1`,
      asOf === undefined ? [patientId] : [patientId, asOf],
    );
    return rows.at(0)?.plan;
  }

  /** The plans of whoever is on the ward; with `asOf`, of whoever was then, as was known then. */
  async onWard(wardId: WardId, asOf?: Instant): Promise<readonly MonitoringPlan[]> {
    const { rows } = await this.database.pool.query<{ plan: MonitoringPlan }>(
      asOf === undefined
        ? `select plan.monitoring_plan as plan from stay s join plan using (patient_id)
           where s.ward_id = $1 and s.state = 'admitted'`
        : `select v.monitoring_plan as plan from stay s
           cross join lateral (
             select monitoring_plan from plan_version
             where patient_id = s.patient_id and known_at <= $2 order by revision desc limit 1
           ) v
           where s.ward_id = $1 and s.admitted_at <= $2 and (s.discharged_at is null or s.discharged_at > $2)`,
      asOf === undefined ? [wardId] : [wardId, asOf],
    );
    return rows.map(({ plan }) => plan);
  }

  /** Every version of a pathway that any version of any plan names. */
  async ruleSetsNamed(): Promise<readonly MonitoringPlan['ruleSet'][]> {
    const { rows } = await this.database.pool.query<{ id: string; version: number }>(
      `select distinct monitoring_plan #>> '{ruleSet,id}' as id, (monitoring_plan #>> '{ruleSet,version}')::int as version
       from plan_version order by id, version`,
    );
    return rows;
  }

  /** Two changes of one patient's plan wait for each other. */
  async lockFacts(client: PoolClient, patientId: PatientId): Promise<KnownPlan | undefined> {
    await client.query('select from patient where id = $1 for no key update', [patientId]);
    // A statement of its own, so that it sees what was committed while the one above was waiting.
    const { rows } = await client.query<FactsRow>({
      name: 'plans-facts',
      text: `select p.birth_date::text as birth_date, plan.monitoring_plan as plan, plan.chosen_exclusion,
                    s.id as stay_id, s.ward_id, s.pathway, s.admitted_at
             from patient p
             left join plan on plan.patient_id = p.id
             left join stay s on s.patient_id = p.id and s.state = 'admitted'
             where p.id = $1`,
      values: [patientId],
    });
    const [row] = rows;
    if (row === undefined) return undefined;
    const decisions = row.plan === null ? nothingDecided : decisionsOf(row.plan, row.chosen_exclusion);
    return {
      before: row.plan ?? undefined,
      facts: { patientId, birthDate: row.birth_date, stay: stayOf(row), decisions },
    };
  }

  /** Makes it the plan in force, and keeps it as a version for ever. */
  async save(client: PoolClient, { plan, chosenExclusion, changedBy, reason }: PlanVersion): Promise<void> {
    const json = JSON.stringify(plan);
    await client.query({
      name: 'plans-save',
      text: `insert into plan (patient_id, revision, oxygen_scale, chosen_exclusion, monitoring_plan)
             values ($1, $2, $3, $4, $5)
             on conflict (patient_id) do update set
               revision = excluded.revision, oxygen_scale = excluded.oxygen_scale,
               chosen_exclusion = excluded.chosen_exclusion, monitoring_plan = excluded.monitoring_plan`,
      values: [
        plan.patientId,
        plan.revision,
        plan.oxygenScale === null ? null : JSON.stringify(plan.oxygenScale),
        chosenExclusion,
        json,
      ],
    });
    await client.query({
      name: 'plans-save-version',
      text: `insert into plan_version (patient_id, revision, known_at, changed_by, reason, chosen_exclusion, monitoring_plan)
             values ($1, $2, $3, $4, $5, $6, $7)`,
      values: [plan.patientId, plan.revision, plan.changedAt, changedBy, reason, chosenExclusion, json],
    });
  }
}

function stayOf({ stay_id, ward_id, pathway, admitted_at }: FactsRow): MonitoringPlan['stay'] {
  if (stay_id === null || ward_id === null || pathway === null || admitted_at === null) return null;
  return { stayId: stay_id, wardId: ward_id, pathway, admittedAt: instant(admitted_at) };
}
