import { instant, type Instant, type ObservationSetRecorded, type PatientId } from '#libs/contracts';
import type { Pool, PoolClient } from 'pg';

/** A set that waits, the earliest time that it touches, and how many it touches. */
export interface WaitingSet {
  readonly set: ObservationSetRecorded;
  readonly fromMs: number;
  readonly times: number;
}

/** So many sets at most, with so many times together; one set at least. */
export interface Most {
  readonly sets: number;
  readonly times: number;
}

/** How much waits at a time. */
export interface BacklogSize {
  readonly sets: number;
  readonly patients: number;
  /** When the one that has waited longest became known; null where none waits. */
  readonly since: Date | null;
}

/**
 * SQL of `backlog`: observation sets that are kept, known by their ids (`observation_set`), and not a part of their patients'
 * histories yet. A set is put in by the transaction in which it becomes known, and taken out by the one that works it in.
 */
export class BacklogStore {
  /** Those of the patients of whom sets wait. */
  async patientsAmong(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlySet<PatientId>> {
    const { rows } = await client.query<{ id: PatientId }>({
      name: 'scoring-backlog-among',
      text: `SELECT id FROM unnest($1::uuid[]) AS patient (id)
             WHERE EXISTS (SELECT FROM backlog WHERE patient_id = patient.id)`,
      values: [patientIds],
    });
    return new Set(rows.map(({ id }) => id));
  }

  async add(client: PoolClient, waiting: readonly WaitingSet[], knownAt: Instant): Promise<void> {
    await client.query({
      name: 'scoring-add-to-backlog',
      text: `INSERT INTO backlog (id, patient_id, from_at, times, known_at, body)
             SELECT id, patient_id, from_at, times, $6, body
             FROM ROWS FROM (
               unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::timestamptz[]), unnest($4::int[]),
               json_array_elements($5::json)
             ) AS new (id, patient_id, from_at, times, body)`,
      values: [
        waiting.map(({ set }) => set.id),
        waiting.map(({ set }) => set.patientId),
        waiting.map(({ fromMs }) => instant(fromMs)),
        waiting.map(({ times }) => times),
        // One JSON array: in a Postgres array every quotation mark would have to be escaped.
        JSON.stringify(waiting.map(({ set }) => set)),
        knownAt,
      ],
    });
  }

  /** The next patient of whom sets wait, by id, after one of them and but for some; undefined at the end. */
  async patientAfter(
    pool: Pick<Pool, 'query'>,
    after: PatientId | undefined,
    butFor: readonly PatientId[],
  ): Promise<PatientId | undefined> {
    const { rows } = await pool.query<{ patient_id: PatientId }>({
      name: 'scoring-backlog-next',
      text: `SELECT patient_id FROM backlog
             WHERE ($1::uuid IS NULL OR patient_id > $1) AND patient_id <> ALL ($2::uuid[])
             ORDER BY patient_id LIMIT 1`,
      values: [after ?? null, butFor],
    });
    return rows[0]?.patient_id;
  }

  /** Takes out the newest and the oldest of a patient's sets. */
  async take(
    client: PoolClient,
    patientId: PatientId,
    { newest, oldest }: { readonly newest: Most; readonly oldest: Most },
  ): Promise<readonly ObservationSetRecorded[]> {
    const { rows } = await client.query<{ body: ObservationSetRecorded }>({
      name: 'scoring-take-from-backlog',
      text: `WITH taken AS (
               ${firstBy('from_at DESC, id DESC', { sets: '$2', times: '$3' })}
               UNION
               ${firstBy('from_at, id', { sets: '$4', times: '$5' })}
             ), gone AS (
               DELETE FROM backlog USING taken WHERE backlog.id = taken.id RETURNING from_at, backlog.id, body
             )
             SELECT body FROM gone ORDER BY from_at, id`,
      values: [patientId, newest.sets, newest.times, oldest.sets, oldest.times],
    });
    return rows.map(({ body }) => body);
  }

  async size(pool: Pick<Pool, 'query'>): Promise<BacklogSize> {
    const { rows } = await pool.query<BacklogSize>({
      name: 'scoring-backlog-size',
      text: `SELECT count(*)::int AS sets, count(DISTINCT patient_id)::int AS patients, min(known_at) AS since FROM backlog`,
    });
    return rows[0] ?? { sets: 0, patients: 0, since: null };
  }
}

/** SQL of the ids of a patient's first sets by an order, as many as fit. */
const firstBy = (order: string, most: { readonly sets: string; readonly times: string }): string =>
  `(SELECT id FROM (
     SELECT id, sum(times) OVER (ORDER BY ${order}) - times AS times_before FROM (
       SELECT id, from_at, times FROM backlog WHERE patient_id = $1 ORDER BY ${order} LIMIT ${most.sets}
     ) AS nearest
   ) AS fitting WHERE times_before < ${most.times})`;
