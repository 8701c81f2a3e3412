import type { MonitoringPlan, PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** SQL of `monitoring_plan`: the newest plan of each patient, as it came by the log. */
export class PlansStore {
  async find(client: PoolClient, patientIds: readonly PatientId[]): Promise<Map<PatientId, MonitoringPlan>> {
    const { rows } = await client.query<{ patient_id: PatientId; body: MonitoringPlan }>({
      name: 'scoring-find-plans',
      text: `SELECT patient_id, body FROM monitoring_plan WHERE patient_id = ANY ($1::uuid[])`,
      values: [patientIds],
    });
    return new Map(rows.map((row) => [row.patient_id, row.body]));
  }

  /** At most one plan a patient. An older one never replaces a newer. */
  async save(client: PoolClient, plans: readonly MonitoringPlan[]): Promise<void> {
    await client.query({
      name: 'scoring-save-plans',
      text: `INSERT INTO monitoring_plan (patient_id, revision, body)
             SELECT * FROM unnest($1::uuid[], $2::int[], $3::json[])
             ON CONFLICT (patient_id) DO UPDATE SET revision = excluded.revision, body = excluded.body
             WHERE monitoring_plan.revision < excluded.revision`,
      values: [
        plans.map(({ patientId }) => patientId),
        plans.map(({ revision }) => revision),
        plans.map((plan) => JSON.stringify(plan)),
      ],
    });
  }
}
