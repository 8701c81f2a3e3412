import type { Instant, MonitoringPlan, PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** SQL of `plan_version`: every version of each patient's plan, as it came by the log. */
export class PlansStore {
  /** All versions that are known of these patients, in no order. */
  async find(client: PoolClient, patientIds: readonly PatientId[]): Promise<Map<PatientId, MonitoringPlan[]>> {
    const { rows } = await client.query<{ patient_id: PatientId; body: MonitoringPlan }>({
      name: 'scoring-find-plans',
      text: `SELECT patient_id, body FROM plan_version WHERE patient_id = ANY ($1::uuid[])`,
      values: [patientIds],
    });
    const found = new Map<PatientId, MonitoringPlan[]>();
    for (const { patient_id: patientId, body } of rows) {
      const ofPatient = found.get(patientId);
      if (ofPatient === undefined) found.set(patientId, [body]);
      else ofPatient.push(body);
    }
    return found;
  }

  /** Keeps the versions that are not known yet. What was said of a revision first stands. */
  async saveNew(client: PoolClient, plans: readonly MonitoringPlan[], knownAt: Instant): Promise<void> {
    await client.query({
      name: 'scoring-save-plans',
      text: `INSERT INTO plan_version (patient_id, revision, changed_at, known_at, body)
             SELECT patient_id, revision, changed_at, $5, body
             FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::json[])
               AS new (patient_id, revision, changed_at, body)
             ON CONFLICT DO NOTHING`,
      values: [
        plans.map(({ patientId }) => patientId),
        plans.map(({ revision }) => revision),
        plans.map(({ changedAt }) => changedAt),
        plans.map((plan) => JSON.stringify(plan)),
        knownAt,
      ],
    });
  }
}
