import type { MonitoringPlan, PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';

interface LatenessRow {
  readonly patient_id: PatientId;
  readonly lateness_hours: number;
}

/** The table `monitoring_plan`: of each patient's plan, how late a reading may come. */
export class LatenessStore {
  constructor(private readonly database: Database) {}

  /** Those that are known, in hours. */
  async find(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, number>> {
    const { rows } = await this.database.pool.query<LatenessRow>(
      'SELECT patient_id, lateness_hours FROM monitoring_plan WHERE patient_id = ANY ($1::uuid[])',
      [patientIds],
    );
    return new Map(rows.map((row) => [row.patient_id, row.lateness_hours]));
  }

  /** Writes each down unless a newer revision is known. No patient may occur twice. */
  async save(plans: readonly MonitoringPlan[]): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO monitoring_plan AS p (patient_id, revision, lateness_hours)
       SELECT * FROM unnest($1::uuid[], $2::integer[], $3::integer[])
       ON CONFLICT (patient_id) DO UPDATE
         SET revision = excluded.revision, lateness_hours = excluded.lateness_hours
         WHERE p.revision < excluded.revision`,
      [
        plans.map(({ patientId }) => patientId),
        plans.map(({ revision }) => revision),
        plans.map(({ latenessHours }) => latenessHours),
      ],
    );
  }

  async remove(patientIds: readonly string[]): Promise<void> {
    await this.database.pool.query('DELETE FROM monitoring_plan WHERE patient_id = ANY ($1::uuid[])', [patientIds]);
  }
}
