import { Inject, Injectable } from '@nestjs/common';
import {
  type Exclusion,
  instant,
  type MonitoringPlan,
  type OxygenScalePrescription,
  type PatientId,
  type StayId,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../parts.module.ts';
import type { PlanFacts } from './monitoring-plan.ts';

interface FactsRow {
  readonly birth_date: string;
  readonly revision: number | null;
  readonly oxygen_scale: OxygenScalePrescription | null;
  readonly chosen_exclusion: Exclusion | null;
  readonly stay_id: StayId | null;
  readonly ward_id: WardId | null;
  readonly pathway: string | null;
  readonly admitted_at: Date | null;
}

/** The table `plan`, and what plans follow from. */
@Injectable()
export class PlansStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(patientId: PatientId): Promise<MonitoringPlan | undefined> {
    const { rows } = await this.database.pool.query<{ plan: MonitoringPlan }>(
      'select monitoring_plan as plan from plan where patient_id = $1',
      [patientId],
    );
    return rows.at(0)?.plan;
  }

  /** What the patient's plan follows from, and its revision so far (0 before the first). Two changes wait for each other. */
  async lockFacts(
    client: PoolClient,
    patientId: PatientId,
  ): Promise<{ readonly facts: PlanFacts; readonly revision: number } | undefined> {
    await client.query('select from patient where id = $1 for no key update', [patientId]);
    // A statement of its own, so that it sees what was committed while the one above was waiting.
    const { rows } = await client.query<FactsRow>({
      name: 'plans-facts',
      text: `select p.birth_date::text as birth_date, plan.revision, plan.oxygen_scale, plan.chosen_exclusion,
                    s.id as stay_id, s.ward_id, s.pathway, s.admitted_at
             from patient p
             left join plan on plan.patient_id = p.id
             left join stay s on s.patient_id = p.id and s.state = 'admitted'
             where p.id = $1`,
      values: [patientId],
    });
    const [row] = rows;
    if (row === undefined) return undefined;
    return {
      revision: row.revision ?? 0,
      facts: {
        patientId,
        birthDate: row.birth_date,
        stay: stayOf(row),
        oxygenScale: row.oxygen_scale,
        chosenExclusion: row.chosen_exclusion,
      },
    };
  }

  async save(client: PoolClient, plan: MonitoringPlan, chosenExclusion: Exclusion | null): Promise<void> {
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
        JSON.stringify(plan),
      ],
    });
  }
}

function stayOf({ stay_id, ward_id, pathway, admitted_at }: FactsRow): MonitoringPlan['stay'] {
  if (stay_id === null || ward_id === null || pathway === null || admitted_at === null) return null;
  return { stayId: stay_id, wardId: ward_id, pathway, admittedAt: instant(admitted_at) };
}
