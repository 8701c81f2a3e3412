import type { MonitoringPlan, ObservationSetRecorded, PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** What came of a patient while it could not be worked on, in the order in which it came. */
export interface ParkedWork {
  readonly plans: readonly MonitoringPlan[];
  readonly sets: readonly ObservationSetRecorded[];
}

interface WorkRow {
  readonly patient_id: PatientId;
  readonly plan: MonitoringPlan | null;
  readonly set: ObservationSetRecorded | null;
}

/** SQL of what is marked as parked in `plan_version` and `observation_set`: it is kept there, in its order, and not copied. */
export class ParkedWorkStore {
  async find(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, ParkedWork>> {
    const { rows } = await client.query<WorkRow>({
      name: 'scoring-find-parked-work',
      text: `SELECT patient_id, known_at, changed_at AS at, body AS plan, NULL AS set FROM plan_version
             WHERE parked AND patient_id = ANY ($1::uuid[])
             UNION ALL
             SELECT patient_id, known_at, received_at AS at, NULL, body FROM observation_set
             WHERE parked AND patient_id = ANY ($1::uuid[])
             ORDER BY known_at, at`,
      values: [patientIds],
    });
    return new Map(
      [...Map.groupBy(rows, (row) => row.patient_id)].map(([patientId, ofPatient]) => [
        patientId,
        { plans: ofPatient.flatMap(({ plan }) => plan ?? []), sets: ofPatient.flatMap(({ set }) => set ?? []) },
      ]),
    );
  }

  /** Every patient of whom anything is parked, or who is. */
  async patients(client: Pick<PoolClient, 'query'>): Promise<readonly PatientId[]> {
    const { rows } = await client.query<{ patient_id: PatientId }>(
      `SELECT patient_id FROM plan_version WHERE parked
       UNION SELECT patient_id FROM patient_state WHERE parked_because IS NOT NULL`,
    );
    return rows.map((row) => row.patient_id);
  }

  /** Marks sets that have been kept already. */
  async parkSets(client: PoolClient, sets: readonly ObservationSetRecorded[]): Promise<void> {
    await client.query(
      `UPDATE observation_set SET parked = true, body = parked.body
       FROM ROWS FROM (unnest($1::uuid[]), json_array_elements($2::json)) AS parked (id, body)
       WHERE observation_set.id = parked.id`,
      [sets.map(({ id }) => id), JSON.stringify(sets)],
    );
  }

  /** From now on these are a part of the patient's history. */
  async unpark(client: PoolClient, patientId: PatientId, { plans, sets }: ParkedWork): Promise<void> {
    await client.query(`UPDATE plan_version SET parked = false WHERE patient_id = $1 AND revision = ANY ($2::int[])`, [
      patientId,
      plans.map(({ revision }) => revision),
    ]);
    await client.query(`UPDATE observation_set SET parked = false, body = NULL WHERE id = ANY ($1::uuid[])`, [
      sets.map(({ id }) => id),
    ]);
  }
}
