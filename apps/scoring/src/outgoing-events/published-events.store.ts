import {
  type EventId,
  instant,
  type Instant,
  type MeasurementRequest,
  type PatientId,
  type Signal,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { EventChange } from './event-changes.ts';
import type { PublishedEvent } from './revisions.ts';

interface EventRow {
  readonly body: string;
  readonly known_at: Date;
}

/** From when on of a patient. */
export interface Range {
  readonly patientId: PatientId;
  readonly fromMs: number;
}

/**
 * SQL of `signal` and of `request`, two tables alike: each event once, by its id, in its newest revision. What concerns a
 * stay that had ended when it became known is stored, and never went out.
 */
export class PublishedEventsStore<Event extends Signal | MeasurementRequest> {
  readonly #table: 'signal' | 'request';

  constructor(table: 'signal' | 'request') {
    this.#table = table;
  }

  /** Everything of patients from a time on, with what was withdrawn. */
  async since(client: PoolClient, ranges: readonly Range[]): Promise<readonly PublishedEvent<Event>[]> {
    const { rows } = await client.query<EventRow>({
      name: `scoring-${this.#table}s-since`,
      text: `SELECT event.body::text AS body, event.known_at
             FROM unnest($1::uuid[], $2::timestamptz[]) AS range (patient_id, since)
             CROSS JOIN LATERAL (
               SELECT body, known_at FROM ${this.#table} WHERE patient_id = range.patient_id AND at >= range.since
               OFFSET 0 -- by key, one patient after the other
             ) AS event`,
      values: [
        ranges.map(({ patientId }) => patientId),
        ranges.map(({ fromMs }) => (Number.isFinite(fromMs) ? instant(fromMs) : '-infinity')),
      ],
    });
    return rows.map((row) => this.#stored(row));
  }

  async byId(client: PoolClient, ids: readonly EventId[]): Promise<readonly PublishedEvent<Event>[]> {
    const { rows } = await client.query<EventRow>({
      name: `scoring-${this.#table}s-by-id`,
      text: `SELECT body::text AS body, known_at FROM ${this.#table} WHERE id = ANY ($1::uuid[])`,
      values: [ids],
    });
    return rows.map((row) => this.#stored(row));
  }

  async save(client: PoolClient, events: readonly EventChange<Event>[], knownAt: Instant): Promise<void> {
    await client.query({
      name: `scoring-save-${this.#table}s`,
      text: `INSERT INTO ${this.#table} (id, patient_id, at, caused_by, went_out, body, known_at)
             SELECT id, patient_id, at, caused_by, went_out, body, $7
             FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::boolean[], $6::json[])
               AS new (id, patient_id, at, caused_by, went_out, body)
             ON CONFLICT (id) DO UPDATE
             SET caused_by = excluded.caused_by, went_out = excluded.went_out, body = excluded.body,
               known_at = excluded.known_at`,
      values: [
        events.map(({ event }) => event.id),
        events.map(({ event }) => event.patientId),
        events.map(({ event }) => event.at),
        events.map(({ causedBy }) => causedBy),
        events.map(({ goesOut }) => goesOut),
        events.map(({ text }) => text),
        knownAt,
      ],
    });
  }

  /** What went out because of these causes and has not been revised since. */
  async causedBy(client: PoolClient, causes: readonly EventId[]): Promise<readonly PublishedEvent<Event>[]> {
    const { rows } = await client.query<EventRow>({
      name: `scoring-${this.#table}s-caused-by`,
      text: `SELECT body::text AS body, known_at FROM ${this.#table}
             WHERE caused_by = ANY ($1::uuid[]) AND went_out ORDER BY patient_id, at`,
      values: [causes],
    });
    return rows.map((row) => this.#stored(row));
  }

  #stored({ body, known_at: knownAt }: EventRow): PublishedEvent<Event> {
    // It was one when it was written.
    return { event: JSON.parse(body) as Event, text: body, knownAt: instant(knownAt) };
  }
}
