import type { EventId, Instant, ObservationSetRecorded } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** SQL of `observation_set`: every set that was worked through, once, by its id, with when it was known here. */
export class ObservationSetsStore {
  /** Keeps the sets that are not known yet and tells which those are. */
  async saveNew(client: PoolClient, sets: readonly ObservationSetRecorded[], knownAt: Instant): Promise<Set<EventId>> {
    const { rows } = await client.query<{ id: EventId }>({
      name: 'scoring-save-observation-sets',
      text: `INSERT INTO observation_set (id, patient_id, received_at, observations, retracts, known_at)
             SELECT id, patient_id, received_at, observations,
               CASE WHEN json_typeof(retracts) <> 'null' THEN retracts END, $6
             FROM ROWS FROM (
               unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::timestamptz[]),
               json_array_elements($4::json), json_array_elements($5::json)
             ) AS new (id, patient_id, received_at, observations, retracts)
             ON CONFLICT DO NOTHING RETURNING id`,
      values: [
        sets.map(({ id }) => id),
        sets.map(({ patientId }) => patientId),
        sets.map(({ receivedAt }) => receivedAt),
        // One JSON array: in a Postgres array every quotation mark would have to be escaped.
        JSON.stringify(sets.map(({ observations }) => observations)),
        JSON.stringify(sets.map(({ retracts }) => retracts ?? null)),
        knownAt,
      ],
    });
    return new Set(rows.map(({ id }) => id));
  }
}
