import type { Instant, MonitoringPlan, PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';

/**
 * SQL of `plan_version`: every version of each patient's plan, as it came by the log. A parked one names rules that were not
 * here, or came while another did, and is not a part of the patient's history yet.
 */
export class PlansStore {
  /** All versions of these patients that are a part of their histories, in no order. */
  async find(
    client: PoolClient,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlyMap<PatientId, readonly MonitoringPlan[]>> {
    const { rows } = await client.query<{ patient_id: PatientId; body: MonitoringPlan }>({
      name: 'scoring-find-plans',
      text: `SELECT patient_id, body FROM plan_version WHERE patient_id = ANY ($1::uuid[]) AND NOT parked`,
      values: [patientIds],
    });
    return new Map(
      [...Map.groupBy(rows, (row) => row.patient_id)].map(([id, ofPatient]) => [id, ofPatient.map(({ body }) => body)]),
    );
  }

  /** Keeps the versions that are not known yet. What was said of a revision first stands. */
  async saveNew(
    client: PoolClient,
    plans: readonly MonitoringPlan[],
    { knownAt, parked }: { readonly knownAt: Instant; readonly parked: boolean },
  ): Promise<void> {
    if (plans.length === 0) return;
    await client.query({
      name: 'scoring-save-plans',
      text: `INSERT INTO plan_version (patient_id, revision, changed_at, known_at, parked, body)
             SELECT patient_id, revision, changed_at, $5, $6, body
             FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::json[])
               AS new (patient_id, revision, changed_at, body)
             ON CONFLICT DO NOTHING`,
      values: [
        plans.map(({ patientId }) => patientId),
        plans.map(({ revision }) => revision),
        plans.map(({ changedAt }) => changedAt),
        plans.map((plan) => JSON.stringify(plan)),
        knownAt,
        parked,
      ],
    });
  }

  /**
   * The rule sets that are in use: named by a plan of a patient who is on a ward, or by one that held at any time since.
   * Parked plans do not count.
   */
  async ruleSetsInUse(
    client: Pick<PoolClient, 'query'>,
    since: Date,
  ): Promise<readonly { readonly id: string; readonly version: number }[]> {
    const { rows } = await client.query<{ id: string; version: number }>(
      `SELECT DISTINCT body #>> '{ruleSet,id}' AS id, (body #>> '{ruleSet,version}')::integer AS version
       FROM (
         SELECT body, lead(changed_at, 1, changed_at) OVER (PARTITION BY patient_id ORDER BY revision) AS until,
           first_value(json_typeof(body -> 'stay')) OVER (PARTITION BY patient_id ORDER BY revision DESC) AS newest_stay
         FROM plan_version WHERE NOT parked
       ) AS plan
       WHERE newest_stay = 'object' OR until > $1
       ORDER BY id, version`,
      [since],
    );
    return rows;
  }
}
