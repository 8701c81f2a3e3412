import type { EventId, ObservationSetRecorded } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** SQL of `observation_set`: every set that was worked through, once, by its id. */
export class ObservationSetsStore {
  /** Keeps the sets that are not known yet and tells which those are. */
  async saveNew(client: PoolClient, sets: readonly ObservationSetRecorded[]): Promise<Set<EventId>> {
    const { rows } = await client.query<{ id: EventId }>({
      name: 'scoring-save-observation-sets',
      text: `INSERT INTO observation_set (id, patient_id, received_at, observations)
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::json[])
             ON CONFLICT DO NOTHING RETURNING id`,
      values: [
        sets.map(({ id }) => id),
        sets.map(({ patientId }) => patientId),
        sets.map(({ receivedAt }) => receivedAt),
        sets.map(({ observations }) => JSON.stringify(observations)),
      ],
    });
    return new Set(rows.map(({ id }) => id));
  }
}
