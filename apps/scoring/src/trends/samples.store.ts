import { instant, type ObservationId, type PatientId, type SignalQuality } from '#libs/contracts';
import type { PoolClient } from 'pg';
import { type Candidate, samplesAHalfHour, scoreSeries, type Series } from './sampling.ts';
import type { SamplesBySeries, TrendSample } from './trend-levels.ts';

interface SampleRow {
  readonly patient_id: PatientId;
  readonly series: Series;
  readonly taken_at_ms: string;
  readonly value: number;
  readonly quality: SignalQuality | null;
}

/** What one patient's trends are found in. */
export interface WantedSamples {
  readonly patientId: PatientId;
  readonly series: Series;
  readonly sinceMs: number;
}

/** What became of candidates. */
export interface SampleChanges {
  /** Those that are samples now, and were not before. */
  readonly kept: ReadonlySet<Candidate>;
  /** Those before which their half hour has all of its samples. */
  readonly surplus: ReadonlySet<Candidate>;
}

/** SQL of `sample`: of each patient, series and half hour, a row for each of what was measured first in it. */
export class SamplesStore {
  /**
   * Keeps each candidate that is among the first of its half hour, in place of what is not among them any more.
   *
   * @param firsts at most one a patient, series and time.
   */
  async keepFirsts(client: PoolClient, firsts: readonly Candidate[]): Promise<SampleChanges> {
    const added = await this.#add(client, firsts);
    if (added.length === 0) return { kept: new Set(), surplus: new Set() };
    const surplus = await this.#removeSurplus(client, added);
    return { kept: new Set(added.filter((one) => !surplus.has(one))), surplus };
  }

  async #add(client: PoolClient, firsts: readonly Candidate[]): Promise<readonly Candidate[]> {
    const { rows } = await client.query<{ index: number }>({
      name: 'scoring-add-samples',
      text: `WITH first AS MATERIALIZED (
               SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::timestamptz[], $5::uuid[], $6::float8[], $7::json[])
                 WITH ORDINALITY AS first (patient_id, series, bucket, taken_at, observation_id, value, quality, index)
             ), added AS (
               INSERT INTO sample AS stored (patient_id, series, bucket, taken_at, observation_id, value, quality)
               SELECT patient_id, series, bucket, taken_at, observation_id, value, quality FROM first
               ORDER BY patient_id, series, bucket, taken_at
               ON CONFLICT (patient_id, series, bucket, taken_at) DO UPDATE
               SET observation_id = excluded.observation_id, value = excluded.value, quality = excluded.quality
               WHERE excluded.observation_id < stored.observation_id
               RETURNING patient_id, series, bucket, taken_at
             )
             SELECT (index - 1)::integer AS index FROM first JOIN added USING (patient_id, series, bucket, taken_at)`,
      values: [
        firsts.map(({ patientId }) => patientId),
        firsts.map(({ series }) => series),
        firsts.map(({ bucket }) => bucket),
        firsts.map(({ takenAtMs }) => instant(takenAtMs)),
        firsts.map(({ observationId }) => observationId ?? noObservation),
        firsts.map(({ value }) => value),
        firsts.map(({ quality }) => (quality === null ? null : JSON.stringify(quality))),
      ],
    });
    return rows.flatMap(({ index }) => firsts[index] ?? []);
  }

  /** Takes out what is not among the first of the half hours that something was added to: returns what of that was just added. */
  async #removeSurplus(client: PoolClient, added: readonly Candidate[]): Promise<ReadonlySet<Candidate>> {
    const { rows } = await client.query<{ patient_id: PatientId; series: Series; taken_at_ms: string }>({
      name: 'scoring-remove-surplus-samples',
      text: `WITH half AS MATERIALIZED (
               SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS half (patient_id, series, bucket)
             ), ranked AS (
               SELECT patient_id, series, bucket, taken_at,
                 row_number() OVER (PARTITION BY patient_id, series, bucket ORDER BY taken_at) AS nth
               FROM half CROSS JOIN LATERAL (
                 SELECT taken_at FROM sample
                 WHERE patient_id = half.patient_id AND series = half.series AND bucket = half.bucket
                 OFFSET 0 -- by key, one patient after the other
               ) AS of_half
             )
             DELETE FROM sample USING ranked
             WHERE ranked.nth > $4 AND sample.patient_id = ranked.patient_id AND sample.series = ranked.series
               AND sample.bucket = ranked.bucket AND sample.taken_at = ranked.taken_at
             RETURNING sample.patient_id, sample.series, extract(epoch FROM sample.taken_at) * 1000 AS taken_at_ms`,
      values: [
        added.map(({ patientId }) => patientId),
        added.map(({ series }) => series),
        added.map(({ bucket }) => bucket),
        samplesAHalfHour,
      ],
    });
    const removed = new Set(rows.map((row) => `${row.patient_id} ${row.series} ${String(Number(row.taken_at_ms))}`));
    return new Set(added.filter((one) => removed.has(`${one.patientId} ${one.series} ${String(one.takenAtMs)}`)));
  }

  /** Takes out a sample if it is this reading. False if the half hour has another, or none. */
  async takeOut(
    client: PoolClient,
    reading: {
      readonly patientId: PatientId;
      readonly series: Series;
      readonly bucket: number;
      readonly observationId: ObservationId;
    },
  ): Promise<boolean> {
    const { rowCount } = await client.query({
      name: 'scoring-take-out-sample',
      text: `DELETE FROM sample WHERE patient_id = $1 AND series = $2 AND bucket = $3 AND observation_id = $4`,
      values: [reading.patientId, reading.series, reading.bucket, reading.observationId],
    });
    return rowCount === 1;
  }

  /** Takes out the samples of the patients' scores from a time on. */
  async takeOutScores(
    client: PoolClient,
    patients: readonly { readonly patientId: PatientId; readonly fromMs: number }[],
  ): Promise<void> {
    await client.query({
      name: 'scoring-take-out-score-samples',
      text: `DELETE FROM sample USING unnest($1::uuid[], $2::timestamptz[]) AS patient (id, from_time)
             WHERE patient_id = patient.id AND series = $3 AND taken_at >= patient.from_time`,
      values: [patients.map(({ patientId }) => patientId), patients.map(({ fromMs }) => timeOf(fromMs)), scoreSeries],
    });
  }

  /** Each patient's samples since a time, ascending. */
  async since(client: PoolClient, wanted: readonly WantedSamples[]): Promise<ReadonlyMap<PatientId, SamplesBySeries>> {
    const { rows } = await client.query<SampleRow>({
      name: 'scoring-samples-since',
      text: `SELECT sample.patient_id, sample.series, extract(epoch FROM taken_at) * 1000 AS taken_at_ms, value, quality
             FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS wanted (patient_id, series, since)
             CROSS JOIN LATERAL (
               SELECT * FROM sample
               WHERE patient_id = wanted.patient_id AND series = wanted.series
                 AND bucket >= floor(extract(epoch FROM wanted.since) / 1800) AND taken_at >= wanted.since
               OFFSET 0 -- by key, one patient after the other
             ) AS sample
             ORDER BY bucket, taken_at`,
      values: [
        wanted.map(({ patientId }) => patientId),
        wanted.map(({ series }) => series),
        wanted.map(({ sinceMs }) => timeOf(sinceMs)),
      ],
    });
    const found = new Map<PatientId, Map<Series, TrendSample[]>>();
    for (const { patient_id: patientId, series, taken_at_ms: takenAtMs, value, quality } of rows) {
      const ofPatient = found.get(patientId) ?? new Map<Series, TrendSample[]>();
      found.set(patientId, ofPatient);
      const samples = ofPatient.get(series) ?? [];
      ofPatient.set(series, samples);
      samples.push({ takenAtMs: Number(takenAtMs), value, ...(quality === null ? {} : { quality }) });
    }
    return found;
  }
}

/** Scores have no observation of their own, and there is one score at a time. */
const noObservation = '00000000-0000-0000-0000-000000000000';

/** Postgres has no use for a time before everything; nothing was measured before 1970. */
function timeOf(atMs: number): string {
  return instant(Math.max(0, atMs));
}
