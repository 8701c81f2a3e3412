import type { Instant, MeasurementRequest, PatientId, Score, Signal } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** What had been published until something else became known, and since when. */
export interface SupersededEvent {
  readonly topic: 'scores' | 'signals' | 'requests';
  readonly event: Pick<Score | Signal | MeasurementRequest, 'id' | 'revision'> & { readonly patientId: PatientId };
  readonly text: string;
  readonly knownAt: Instant;
}

/**
 * SQL of `superseded`: every earlier revision of a score, signal or request, with when it became known. Together with the
 * newest revisions it answers what was known of a patient at any time.
 */
export class SupersededStore {
  async keep(client: PoolClient, events: readonly SupersededEvent[]): Promise<void> {
    await client.query({
      name: 'scoring-keep-superseded',
      text: `INSERT INTO superseded (id, revision, patient_id, topic, known_at, body)
             SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::timestamptz[], $6::json[])
             ON CONFLICT DO NOTHING`,
      values: [
        events.map(({ event }) => event.id),
        events.map(({ event }) => event.revision),
        events.map(({ event }) => event.patientId),
        events.map(({ topic }) => topic),
        events.map(({ knownAt }) => knownAt),
        events.map(({ text }) => text),
      ],
    });
  }
}
