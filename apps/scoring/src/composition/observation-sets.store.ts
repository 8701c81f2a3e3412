import type { EventId, Instant, ObservationSetRecorded, PatientId } from '#libs/contracts';
import { deleteInSteps } from '#libs/database';
import type { Pool, PoolClient } from 'pg';

/**
 * SQL of `observation_set`: every set that came, once, by its id, with when it was known here. A parked one is not a part of
 * the patient's history yet, and is kept whole; of the others only the id is needed, for as long as they may come again.
 */
export class ObservationSetsStore {
  /** Keeps the sets that are not known yet, and tells which those are. */
  async saveNew(
    client: PoolClient,
    sets: readonly ObservationSetRecorded[],
    { knownAt, isParked }: { readonly knownAt: Instant; readonly isParked: (patientId: PatientId) => boolean },
  ): Promise<Set<EventId>> {
    const { rows } = await client.query<{ id: EventId }>({
      name: 'scoring-save-observation-sets',
      text: `INSERT INTO observation_set (id, patient_id, received_at, parked, body, known_at)
             SELECT id, patient_id, received_at, parked, CASE WHEN parked THEN body END, $6
             FROM ROWS FROM (
               unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::timestamptz[]), unnest($4::boolean[]),
               json_array_elements($5::json)
             ) AS new (id, patient_id, received_at, parked, body)
             ON CONFLICT DO NOTHING RETURNING id`,
      values: [
        sets.map(({ id }) => id),
        sets.map(({ patientId }) => patientId),
        sets.map(({ receivedAt }) => receivedAt),
        sets.map(({ patientId }) => isParked(patientId)),
        // One JSON array: in a Postgres array every quotation mark would have to be escaped.
        JSON.stringify(sets.map((set) => (isParked(set.patientId) ? set : null))),
        knownAt,
      ],
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** Forgets, in small steps, sets that were known before a time: they do not come again. */
  async forgetKnownBefore(pool: Pick<Pool, 'query'>, before: Date): Promise<void> {
    await deleteInSteps(pool, {
      sql: `DELETE FROM observation_set
            WHERE id IN (SELECT id FROM observation_set WHERE known_at < $2 AND NOT parked LIMIT $1)`,
      values: [before],
    });
  }
}
