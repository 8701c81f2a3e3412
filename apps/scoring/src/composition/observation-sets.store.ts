import type { EventId, ObservationSetRecorded } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** SQL of `observation_set`: every set that was worked through, once, by its id. */
export class ObservationSetsStore {
  /** Keeps the sets that are not known yet and tells which those are. */
  async saveNew(client: PoolClient, sets: readonly ObservationSetRecorded[]): Promise<Set<EventId>> {
    const { rows } = await client.query<{ id: EventId }>({
      name: 'scoring-save-observation-sets',
      text: `INSERT INTO observation_set (id, patient_id, received_at, observations)
             SELECT * FROM ROWS FROM (
               unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::timestamptz[]), json_array_elements($4::json)
             )
             ON CONFLICT DO NOTHING RETURNING id`,
      values: [
        sets.map(({ id }) => id),
        sets.map(({ patientId }) => patientId),
        sets.map(({ receivedAt }) => receivedAt),
        // One JSON array: in a Postgres array every quotation mark would have to be escaped.
        JSON.stringify(sets.map(({ observations }) => observations)),
      ],
    });
    return new Set(rows.map(({ id }) => id));
  }
}
