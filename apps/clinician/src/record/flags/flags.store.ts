import { Inject, Injectable } from '@nestjs/common';
import type { PatientFlags, PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

/** The table `patient_flags`. What flags a patient had before is in the audit. */
@Injectable()
export class FlagsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Of those patients who have, or ever had, a flag. */
  async of(
    patientIds: readonly PatientId[],
    client: Pick<PoolClient, 'query'> = this.database.pool,
  ): Promise<readonly PatientFlags[]> {
    const { rows } = await client.query<PatientFlags>({
      name: 'flags-of',
      text: `select patient_id as "patientId", flags, changed, revision from patient_flags
             where patient_id = any($1::uuid[])`,
      values: [patientIds],
    });
    return rows;
  }

  async save(client: PoolClient, { patientId, flags, changed, revision }: PatientFlags): Promise<void> {
    await client.query(
      `insert into patient_flags (patient_id, flags, changed, revision) values ($1, $2, $3, $4)
       on conflict (patient_id) do update set
         flags = excluded.flags, changed = excluded.changed, revision = excluded.revision`,
      [patientId, JSON.stringify(flags), changed, revision],
    );
  }
}
