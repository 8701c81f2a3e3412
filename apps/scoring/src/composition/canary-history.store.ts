import { canaryPatientId } from '#libs/contracts';
import { deleteInSteps } from '#libs/database';
import type { Pool } from 'pg';

/** The rows of one table that are older than a time, but for those near the newest, on which the next reading builds. */
const old = (table: string, time: string): string =>
  `DELETE FROM ${table} WHERE ctid IN (
     SELECT ctid FROM ${table}
     WHERE patient_id = $2 AND ${time} < least($3, (
       SELECT max(at) FROM history_entry WHERE patient_id = $2
     ) - interval '1 hour') LIMIT $1)`;

/** The history first, since the newest entry says what else is old. */
const statements = [
  old('history_entry', 'at'),
  old('signal', 'at'),
  old('request', 'at'),
  old('sample', 'taken_at'),
  old('superseded', 'known_at'),
  old('observation_set', 'known_at'),
];

/** Forgets, in small steps, what is known of the canary from before a time: it is no record of a patient. */
export async function forgetCanaryBefore(pool: Pick<Pool, 'query'>, before: Date): Promise<void> {
  for (const sql of statements) await deleteInSteps(pool, { sql, values: [canaryPatientId, before] });
}
