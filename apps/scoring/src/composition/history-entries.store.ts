import { type EventId, eventToLog, instant, type Instant, type PatientId, type Score } from '#libs/contracts';
import type { HistoryEntry, Known, KnownJson, TakenReading } from '#libs/timeline';
import type { PoolClient } from 'pg';
import type { PublishedEvent } from '../outgoing-events/revisions.ts';
import { type EntryScore, entryScore, scoreOfEntry } from './entry-score.ts';
import { entryOf, textOfEntry } from './entry-text.ts';

/** What became of one time of a patient: what was taken then, or its score, or both. */
export interface ChangedEntry {
  readonly patientId: PatientId;
  readonly atMs: number;
  /** Undefined where nothing was taken, or what was taken is stored already. */
  readonly entry: HistoryEntry | undefined;
  /** Undefined where the score that is stored stands, or there is none. */
  readonly score: { readonly event: Score; readonly causedBy: EventId } | undefined;
}

/** From when on of a patient. */
export interface PatientRange {
  readonly patientId: PatientId;
  readonly fromMs: number;
}

/** Up to when a patient's history has been worked out. */
export interface PatientHorizon {
  readonly patientId: PatientId;
  readonly horizonMs: number;
}

/** What an observation set touched: entries from the first of its readings on. */
export interface CauseOfScores extends PatientRange {
  readonly id: EventId;
}

interface EntryRow {
  readonly patient_id: PatientId;
  readonly at_ms: string;
  readonly caused_by: EventId;
  readonly received_at: Date;
  readonly taken: readonly TakenReading[] | null;
  readonly known: KnownJson;
}

/** The cause of a score is that of the entry, unless it says another. */
const scoreColumns = `entry.patient_id, extract(epoch FROM entry.at) * 1000 AS at_ms, entry.score, entry.known, entry.known_at,
  coalesce(entry.score_caused_by, entry.caused_by) AS caused_by`;

/** What `scoreColumns` and an order need of an entry. */
const entryColumns = 'patient_id, at, score, known, known_at, score_caused_by, caused_by';

/** Before a row changes: what its score is put down to stays what it was. */
const causeOfScore = `coalesce(entry.score_caused_by, CASE WHEN entry.score IS NOT NULL THEN entry.caused_by END)`;

/**
 * Keeps Postgres from reading all entries and joining them with the few that are asked for, which it would go on doing by a
 * plan from when there were few.
 */
const oneByOne = 'OFFSET 0';

const columns = 'patient_id, extract(epoch FROM at) * 1000 AS at_ms, caused_by, received_at, taken, known';

/**
 * SQL of `history_entry`: one row a patient and time, with what was known after what was taken then, with the score, or
 * both. A time at which a score changed by itself has a score alone; one at which nothing was taken that a chart scores has
 * no score. A score that was withdrawn stays, and says so.
 */
export class HistoryEntriesStore {
  /** The newest entry of each patient that is not after the horizon. */
  async newest(client: PoolClient, horizons: readonly PatientHorizon[]): Promise<ReadonlyMap<PatientId, HistoryEntry>> {
    const { rows } = await client.query<EntryRow>({
      name: 'scoring-newest-entries',
      text: `SELECT newest.* FROM unnest($1::uuid[], $2::timestamptz[]) AS patient (id, horizon)
             CROSS JOIN LATERAL (
               SELECT ${columns} FROM history_entry
               WHERE patient_id = patient.id AND known IS NOT NULL AND at <= patient.horizon ORDER BY at DESC LIMIT 1
             ) AS newest`,
      values: [horizons.map(({ patientId }) => patientId), horizons.map(({ horizonMs }) => timeOf(horizonMs))],
    });
    return new Map(rows.map((row) => [row.patient_id, entryOfRow(row)]));
  }

  /** When the first entry after the horizon was taken, of each patient who has one. */
  async ahead(client: PoolClient, horizons: readonly PatientHorizon[]): Promise<ReadonlyMap<PatientId, number>> {
    const { rows } = await client.query<Pick<EntryRow, 'patient_id' | 'at_ms'>>({
      name: 'scoring-entries-ahead',
      text: `SELECT ahead.* FROM unnest($1::uuid[], $2::timestamptz[]) AS patient (id, horizon)
             CROSS JOIN LATERAL (
               SELECT patient_id, extract(epoch FROM at) * 1000 AS at_ms FROM history_entry
               WHERE patient_id = patient.id AND known IS NOT NULL AND at > patient.horizon ORDER BY at LIMIT 1
             ) AS ahead`,
      values: [horizons.map(({ patientId }) => patientId), horizons.map(({ horizonMs }) => timeOf(horizonMs))],
    });
    return new Map(rows.map((row) => [row.patient_id, Number(row.at_ms)]));
  }

  /** When the last but so many of each patient's entries is; of those who have no more than that, nothing. */
  async nearFromMs(
    client: PoolClient,
    wanted: readonly { readonly patientId: PatientId; readonly entries: number }[],
  ): Promise<ReadonlyMap<PatientId, number>> {
    const { rows } = await client.query<{ id: PatientId; at_ms: string }>({
      name: 'scoring-near-from',
      text: `SELECT id, at_ms FROM unnest($1::uuid[], $2::int[]) AS patient (id, entries)
             CROSS JOIN LATERAL (
               SELECT extract(epoch FROM at) * 1000 AS at_ms FROM history_entry
               WHERE patient_id = patient.id AND known IS NOT NULL ORDER BY at DESC OFFSET patient.entries LIMIT 1
             ) AS near`,
      values: [wanted.map(({ patientId }) => patientId), wanted.map(({ entries }) => entries)],
    });
    return new Map(rows.map(({ id, at_ms: atMs }) => [id, Number(atMs)]));
  }

  /** The entries of each patient from the last one before a time, up to the newest, oldest first. */
  async since(
    client: PoolClient,
    ranges: readonly PatientRange[],
  ): Promise<ReadonlyMap<PatientId, readonly HistoryEntry[]>> {
    const { rows } = await client.query<EntryRow>({
      name: 'scoring-entries-since',
      text: `SELECT entry.* FROM unnest($1::uuid[], $2::timestamptz[]) AS range (patient_id, since)
             CROSS JOIN LATERAL (
               SELECT ${columns} FROM history_entry
               WHERE patient_id = range.patient_id AND known IS NOT NULL AND at >= coalesce(
                 (SELECT max(at) FROM history_entry
                  WHERE patient_id = range.patient_id AND known IS NOT NULL AND at < range.since), '-infinity')
               ${oneByOne}
             ) AS entry
             ORDER BY at_ms`,
      values: [ranges.map(({ patientId }) => patientId), ranges.map(({ fromMs }) => timeOf(fromMs))],
    });
    const byPatient = Map.groupBy(rows, (row) => row.patient_id);
    return new Map([...byPatient].map(([patientId, ofPatient]) => [patientId, ofPatient.map(entryOfRow)]));
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
    const { rows } = await client.query<EntryRow>({
      name: 'scoring-taken-between',
      text: `SELECT ${columns} FROM history_entry
             WHERE patient_id = $1 AND known IS NOT NULL AND at >= $2 AND at < $3
             ORDER BY at`,
      values: [patientId, timeOf(fromMs), timeOf(untilMs)],
    });
    return rows.flatMap((row) => entryOfRow(row).taken);
  }

  /** The scores of patients from a time on, with those that were withdrawn. */
  async scoresSince(client: PoolClient, ranges: readonly PatientRange[]): Promise<readonly PublishedEvent<Score>[]> {
    const { rows } = await client.query<ScoreRow>({
      name: 'scoring-scores-since',
      text: `SELECT ${scoreColumns}
             FROM unnest($1::uuid[], $2::timestamptz[]) AS range (patient_id, since)
             CROSS JOIN LATERAL (
               SELECT ${entryColumns} FROM history_entry
               WHERE patient_id = range.patient_id AND at >= range.since AND score IS NOT NULL ${oneByOne}
             ) AS entry`,
      values: [ranges.map(({ patientId }) => patientId), ranges.map(({ fromMs }) => timeOf(fromMs))],
    });
    return rows.map(scoreOf);
  }

  /** The scores of patients at certain times, with those that were withdrawn. */
  async scoresAt(
    client: PoolClient,
    wanted: readonly { readonly patientId: PatientId; readonly atMs: number }[],
  ): Promise<readonly PublishedEvent<Score>[]> {
    const { rows } = await client.query<ScoreRow>({
      name: 'scoring-scores-at',
      text: `SELECT ${scoreColumns}
             FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (patient_id, at)
             CROSS JOIN LATERAL (
               SELECT ${entryColumns} FROM history_entry
               WHERE patient_id = wanted.patient_id AND at = wanted.at AND score IS NOT NULL ${oneByOne}
             ) AS entry`,
      values: [wanted.map(({ patientId }) => patientId), wanted.map(({ atMs }) => timeOf(atMs))],
    });
    return rows.map(scoreOf);
  }

  async save(client: PoolClient, changed: readonly ChangedEntry[], knownAt: Instant): Promise<void> {
    const texts = changed.map(({ entry }) => (entry === undefined ? undefined : textOfEntry(entry)));
    await client.query({
      name: 'scoring-save-entries',
      text: `INSERT INTO history_entry AS entry
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
             SET caused_by = coalesce(excluded.caused_by, entry.caused_by),
               received_at = coalesce(excluded.received_at, entry.received_at),
               score_caused_by = CASE WHEN excluded.score IS NULL THEN ${causeOfScore} ELSE excluded.score_caused_by END,
               known_at = excluded.known_at,
               taken = CASE WHEN excluded.known IS NULL THEN entry.taken ELSE excluded.taken END,
               known = coalesce(excluded.known, entry.known),
               score = coalesce(excluded.score, entry.score)`,
      values: [
        changed.map(({ patientId }) => patientId),
        changed.map(({ atMs }) => timeOf(atMs)),
        changed.map(({ entry }) => entry?.cause.id ?? null),
        changed.map(({ entry }) => entry?.cause.receivedAt ?? null),
        changed.map(({ entry, score }) => (score?.causedBy === entry?.cause.id ? null : (score?.causedBy ?? null))),
        jsonArray(texts.map((text) => text?.taken ?? null)),
        jsonArray(texts.map((text) => text?.known ?? null)),
        JSON.stringify(changed.map(({ entry, score }) => score && storedBeside(score, entry?.known))),
        knownAt,
      ],
    });
  }

  /** Takes out what was taken at times at which it turns out that nothing was. */
  async forgetTaken(
    client: PoolClient,
    wanted: readonly { readonly patientId: PatientId; readonly atMs: number }[],
  ): Promise<void> {
    await client.query({
      name: 'scoring-forget-taken',
      text: `UPDATE history_entry AS entry
             SET score_caused_by = ${causeOfScore}, taken = NULL, known = NULL, caused_by = NULL, received_at = NULL
             FROM unnest($1::uuid[], $2::timestamptz[]) AS gone (patient_id, at)
             WHERE entry.patient_id = gone.patient_id AND entry.at = gone.at`,
      values: [wanted.map(({ patientId }) => patientId), wanted.map(({ atMs }) => timeOf(atMs))],
    });
  }

  /** The scores that these causes made or changed and that nothing has changed since. */
  async scoresCausedBy(
    client: PoolClient,
    causes: readonly CauseOfScores[],
  ): Promise<readonly PublishedEvent<Score>[]> {
    const { rows } = await client.query<ScoreRow>({
      name: 'scoring-scores-caused-by',
      text: `SELECT ${scoreColumns}
             FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS cause (id, patient_id, since)
             CROSS JOIN LATERAL (
               SELECT ${entryColumns} FROM history_entry
               WHERE patient_id = cause.patient_id AND at >= cause.since AND coalesce(score_caused_by, caused_by) = cause.id
                 AND score IS NOT NULL ${oneByOne}
             ) AS entry
             ORDER BY entry.patient_id, entry.at`,
      values: [
        causes.map(({ id }) => id),
        causes.map(({ patientId }) => patientId),
        causes.map(({ fromMs }) => timeOf(fromMs)),
      ],
    });
    return rows.map(scoreOf);
  }
}

/** The cause is left to the column where it says the same. */
function storedBeside({ event, causedBy }: NonNullable<ChangedEntry['score']>, known: Known | undefined): EntryScore {
  return entryScore(event, event.causedBy === causedBy ? known : undefined);
}

interface ScoreRow {
  readonly patient_id: PatientId;
  readonly at_ms: string;
  readonly score: EntryScore;
  readonly known: KnownJson | null;
  readonly known_at: Date;
  readonly caused_by: EventId;
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

function entryOfRow(row: EntryRow): HistoryEntry {
  return entryOf({
    atMs: Number(row.at_ms),
    cause: { id: row.caused_by, receivedAt: instant(row.received_at) },
    known: row.known,
    taken: row.taken,
  });
}

function scoreOf({ score, known, ...row }: ScoreRow): PublishedEvent<Score> {
  const at = instant(Number(row.at_ms));
  const event = scoreOfEntry(score, { patientId: row.patient_id, at, causedBy: row.caused_by, known });
  return { event, text: eventToLog('scores', event), knownAt: instant(row.known_at) };
}
