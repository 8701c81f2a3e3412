import { Inject, Injectable } from '@nestjs/common';
import type { MonitoringPlan, PatientId, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface PlanRow {
  readonly monitoring_plan: MonitoringPlan;
}

/** The table `plan`: the newest plan of each patient. Those before it are states in the audit. */
@Injectable()
export class PlansStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async findMany(
    patientIds: readonly PatientId[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<readonly MonitoringPlan[]> {
    const { rows } = await client.query<PlanRow>({
      name: 'plans-find-many',
      text: 'select monitoring_plan from plan where patient_id = any($1::uuid[])',
      values: [patientIds],
    });
    return rows.map((row) => row.monitoring_plan);
  }

  async patientsOn(wardId: WardId): Promise<readonly PatientId[]> {
    const { rows } = await this.database.pool.query<{ patient_id: PatientId }>({
      name: 'plans-patients-on',
      text: `select patient_id from plan where monitoring_plan #>> '{stay,wardId}' = $1`,
      values: [wardId],
    });
    return rows.map((row) => row.patient_id);
  }

  /** Read once the patient is locked; undefined for a patient who is just being registered. */
  async find(client: PoolClient, patientId: PatientId): Promise<MonitoringPlan | undefined> {
    const { rows } = await client.query<PlanRow>({
      name: 'plans-find',
      text: 'select monitoring_plan from plan where patient_id = $1',
      values: [patientId],
    });
    return rows.at(0)?.monitoring_plan;
  }

  async save(client: PoolClient, plan: MonitoringPlan): Promise<void> {
    await client.query({
      name: 'plans-save',
      text: `insert into plan (patient_id, revision, monitoring_plan) values ($1, $2, $3)
             on conflict (patient_id) do update set
               revision = excluded.revision, monitoring_plan = excluded.monitoring_plan`,
      values: [plan.patientId, plan.revision, JSON.stringify(plan)],
    });
  }
}
