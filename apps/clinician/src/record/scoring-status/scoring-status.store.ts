import { Inject, Injectable } from '@nestjs/common';
import type { PatientId, ScoringStatus } from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';

/** The table `scoring_status`: one row for each patient of whom the scoring service has taken a plan. */
@Injectable()
export class ScoringStatusStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** An older revision never replaces a newer one. */
  async keep(statuses: readonly ScoringStatus[]): Promise<void> {
    if (statuses.length === 0) return;
    await this.database.pool.query(
      `insert into scoring_status as known (patient_id, revision, state, reason, since, plan_revision)
       select distinct on ("patientId") "patientId", revision, state, reason, since, "planRevision"
       from jsonb_to_recordset($1::jsonb)
         as status ("patientId" uuid, revision integer, state text, reason text, since timestamptz, "planRevision" integer)
       order by "patientId", revision desc
       on conflict (patient_id) do update set
         revision = excluded.revision, state = excluded.state, reason = excluded.reason, since = excluded.since,
         plan_revision = excluded.plan_revision
       where known.revision < excluded.revision`,
      [JSON.stringify(statuses)],
    );
  }

  async parked(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, string>> {
    const { rows } = await this.database.pool.query<{ patient_id: PatientId; reason: string | null }>(
      `select patient_id, reason from scoring_status where state = 'parked' and patient_id = any($1::uuid[])`,
      [patientIds],
    );
    return new Map(rows.map(({ patient_id, reason }) => [patient_id, reason ?? 'the readings cannot be processed']));
  }

  /** The newest revision of each patient's plan that is in force in the scoring service; none where it has taken none. */
  async planRevisions(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, number>> {
    const { rows } = await this.database.pool.query<{ patient_id: PatientId; plan_revision: number }>(
      'select patient_id, plan_revision from scoring_status where patient_id = any($1::uuid[])',
      [patientIds],
    );
    return new Map(rows.map(({ patient_id, plan_revision }) => [patient_id, plan_revision]));
  }
}
