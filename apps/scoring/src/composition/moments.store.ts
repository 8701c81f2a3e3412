import { type EventId, instant, type Instant, type PatientId, type Score } from '#libs/contracts';
import type { KnownJson, ReadingMoment, TakenReading } from '#libs/timeline';
import type { PoolClient } from 'pg';
import { momentOf, textOfMoment } from './moment-text.ts';

/** What became of one moment of a patient: what was taken then, or its score, or both. */
export interface ChangedMoment {
  readonly patientId: PatientId;
  readonly atMs: number;
  /** Undefined where nothing was taken, or what was taken is stored already. */
  readonly taken: ReadingMoment | undefined;
  /** Undefined where the score that is stored stands, or there is none. */
  readonly score: { readonly text: string; readonly causedBy: EventId } | undefined;
}

/** Consecutive moments at which something was taken, up to the newest. */
export interface StoredMoments {
  readonly moments: readonly ReadingMoment[];
  readonly fromTheBeginning: boolean;
}

/** What a set of observations touched: moments from the first of its readings on. */
export interface CauseOfScores {
  readonly id: EventId;
  readonly patientId: PatientId;
  readonly fromMs: number;
}

/** A score as it is stored. */
export interface StoredScore {
  readonly event: Score;
  readonly text: string;
  readonly knownAt: Instant;
}

interface MomentRow {
  readonly patient_id: PatientId;
  readonly at_ms: string;
  readonly caused_by: EventId;
  readonly received_at: Date;
  readonly taken: readonly TakenReading[] | null;
  readonly known: KnownJson;
}

/**
 * SQL of `moment`: one row a patient and moment, with what was known after what was taken then, with the score, or both. A
 * moment that time made has a score alone; one at which nothing was taken that a chart scores, no score. A score that was
 * withdrawn stays, and says so.
 */
export class MomentsStore {
  /** The newest moments of each patient, at most so many. */
  async newest(
    client: PoolClient,
    patientIds: readonly PatientId[],
    count: number,
  ): Promise<Map<PatientId, StoredMoments>> {
    const { rows } = await client.query<MomentRow>({
      name: 'scoring-newest-moments',
      text: `SELECT newest.* FROM unnest($1::uuid[]) AS patient (id)
             CROSS JOIN LATERAL (
               SELECT patient_id, extract(epoch FROM at) * 1000 AS at_ms, caused_by, received_at, taken, known
               FROM moment WHERE patient_id = patient.id AND known IS NOT NULL ORDER BY at DESC LIMIT $2
             ) AS newest
             ORDER BY patient_id, at_ms`,
      values: [patientIds, count],
    });
    const found = Map.groupBy(rows, (row) => row.patient_id);
    return new Map(
      patientIds.map((patientId) => {
        const moments = (found.get(patientId) ?? []).map(momentOfRow);
        return [patientId, { moments, fromTheBeginning: moments.length < count }];
      }),
    );
  }

  /** A patient's moments from the last one before a time, up to the newest. */
  async since(client: PoolClient, patientId: PatientId, fromMs: number): Promise<StoredMoments> {
    const { rows } = await client.query<MomentRow>({
      name: 'scoring-moments-since',
      text: `SELECT patient_id, extract(epoch FROM at) * 1000 AS at_ms, caused_by, received_at, taken, known
             FROM moment
             WHERE patient_id = $1 AND known IS NOT NULL AND at >= coalesce(
               (SELECT max(at) FROM moment WHERE patient_id = $1 AND known IS NOT NULL AND at < $2), '-infinity')
             ORDER BY at`,
      values: [patientId, timeOf(fromMs)],
    });
    const moments = rows.map(momentOfRow);
    return { moments, fromTheBeginning: moments[0] === undefined || moments[0].atMs >= fromMs };
  }

  /** What was taken of a patient within a time whose end is not included, retractions considered. */
  async takenBetween(
    client: PoolClient,
    {
      patientId,
      fromMs,
      untilMs,
    }: { readonly patientId: PatientId; readonly fromMs: number; readonly untilMs: number },
  ): Promise<readonly TakenReading[]> {
    const { rows } = await client.query<MomentRow>({
      name: 'scoring-taken-between',
      text: `SELECT patient_id, extract(epoch FROM at) * 1000 AS at_ms, caused_by, received_at, taken, known
             FROM moment
             WHERE patient_id = $1 AND known IS NOT NULL AND at >= $2 AND at < $3
             ORDER BY at`,
      values: [patientId, timeOf(fromMs), timeOf(untilMs)],
    });
    return rows.flatMap((row) => momentOfRow(row).taken);
  }

  /** The scores of patients from a moment on, with those that were withdrawn. */
  async scoresSince(client: PoolClient, ranges: readonly Omit<CauseOfScores, 'id'>[]): Promise<readonly StoredScore[]> {
    const { rows } = await client.query<ScoreRow>({
      name: 'scoring-scores-since',
      text: `SELECT moment.score::text AS score, moment.known_at
             FROM unnest($1::uuid[], $2::timestamptz[]) AS range (patient_id, since)
             JOIN moment ON moment.patient_id = range.patient_id AND moment.at >= range.since
             WHERE moment.score IS NOT NULL`,
      values: [ranges.map(({ patientId }) => patientId), ranges.map(({ fromMs }) => timeOf(fromMs))],
    });
    return rows.map(scoreOf);
  }

  /** The scores of patients at certain moments, where they stand. */
  async scoresAt(
    client: PoolClient,
    moments: readonly { readonly patientId: PatientId; readonly atMs: number }[],
  ): Promise<readonly StoredScore[]> {
    const { rows } = await client.query<ScoreRow>({
      name: 'scoring-scores-at',
      text: `SELECT moment.score::text AS score, moment.known_at
             FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (patient_id, at)
             JOIN moment ON moment.patient_id = wanted.patient_id AND moment.at = wanted.at
             WHERE moment.score IS NOT NULL`,
      values: [moments.map(({ patientId }) => patientId), moments.map(({ atMs }) => timeOf(atMs))],
    });
    return rows.map(scoreOf);
  }

  async save(client: PoolClient, changed: readonly ChangedMoment[], knownAt: Instant): Promise<void> {
    const texts = changed.map(({ taken }) => (taken === undefined ? undefined : textOfMoment(taken)));
    await client.query({
      name: 'scoring-save-moments',
      text: `INSERT INTO moment
               (patient_id, at, caused_by, received_at, score_caused_by, known_at, taken, known, score)
             SELECT patient_id, at, caused_by, received_at, score_caused_by, $9,
               CASE WHEN json_typeof(taken) <> 'null' THEN taken END,
               CASE WHEN json_typeof(known) <> 'null' THEN known END,
               CASE WHEN json_typeof(score) <> 'null' THEN score END
             FROM ROWS FROM (
               unnest($1::uuid[]), unnest($2::timestamptz[]), unnest($3::uuid[]), unnest($4::timestamptz[]),
               unnest($5::uuid[]), json_array_elements($6::json), json_array_elements($7::json),
               json_array_elements($8::json)
             ) AS changed (patient_id, at, caused_by, received_at, score_caused_by, taken, known, score)
             ON CONFLICT (patient_id, at) DO UPDATE
             SET caused_by = coalesce(excluded.caused_by, moment.caused_by),
               received_at = coalesce(excluded.received_at, moment.received_at),
               score_caused_by = coalesce(excluded.score_caused_by, moment.score_caused_by),
               known_at = excluded.known_at,
               taken = CASE WHEN excluded.known IS NULL THEN moment.taken ELSE excluded.taken END,
               known = coalesce(excluded.known, moment.known),
               score = coalesce(excluded.score, moment.score)`,
      values: [
        changed.map(({ patientId }) => patientId),
        changed.map(({ atMs }) => timeOf(atMs)),
        changed.map(({ taken }) => taken?.cause.id ?? null),
        changed.map(({ taken }) => taken?.cause.receivedAt ?? null),
        changed.map(({ score }) => score?.causedBy ?? null),
        jsonArray(texts.map((text) => text?.taken ?? null)),
        jsonArray(texts.map((text) => text?.known ?? null)),
        jsonArray(changed.map(({ score }) => score?.text ?? null)),
        knownAt,
      ],
    });
  }

  /** Takes out what was taken at moments at which it turns out that nothing was. */
  async forgetTaken(
    client: PoolClient,
    moments: readonly { readonly patientId: PatientId; readonly atMs: number }[],
  ): Promise<void> {
    await client.query({
      name: 'scoring-forget-taken',
      text: `UPDATE moment SET taken = NULL, known = NULL, caused_by = NULL, received_at = NULL
             FROM unnest($1::uuid[], $2::timestamptz[]) AS gone (patient_id, at)
             WHERE moment.patient_id = gone.patient_id AND moment.at = gone.at`,
      values: [moments.map(({ patientId }) => patientId), moments.map(({ atMs }) => timeOf(atMs))],
    });
  }

  /** The scores that these causes made or changed and that nothing has changed since. */
  async scoresCausedBy(client: PoolClient, causes: readonly CauseOfScores[]): Promise<readonly StoredScore[]> {
    const { rows } = await client.query<ScoreRow>({
      name: 'scoring-scores-caused-by',
      text: `SELECT moment.score::text AS score, moment.known_at
             FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS cause (id, patient_id, since)
             JOIN moment ON moment.patient_id = cause.patient_id AND moment.at >= cause.since
               AND moment.score_caused_by = cause.id
             WHERE moment.score IS NOT NULL
             ORDER BY moment.patient_id, moment.at`,
      values: [
        causes.map(({ id }) => id),
        causes.map(({ patientId }) => patientId),
        causes.map(({ fromMs }) => timeOf(fromMs)),
      ],
    });
    return rows.map(scoreOf);
  }
}

interface ScoreRow {
  readonly score: string;
  readonly known_at: Date;
}

/**
 * JSON texts as one JSON array. Sent so, they go over as they are; in a Postgres array every quotation mark would have to be
 * escaped, which costs more than all the rest of sending them.
 */
function jsonArray(texts: readonly (string | null)[]): string {
  return `[${texts.map((text) => text ?? 'null').join(',')}]`;
}

function timeOf(ms: number): string {
  return Number.isFinite(ms) ? instant(ms) : '-infinity';
}

function momentOfRow(row: MomentRow): ReadingMoment {
  return momentOf({
    atMs: Number(row.at_ms),
    cause: { id: row.caused_by, receivedAt: instant(row.received_at) },
    known: row.known,
    taken: row.taken,
  });
}

function scoreOf({ score, known_at: knownAt }: ScoreRow): StoredScore {
  // It was a score when it was written.
  return { event: JSON.parse(score) as Score, text: score, knownAt: instant(knownAt) };
}
