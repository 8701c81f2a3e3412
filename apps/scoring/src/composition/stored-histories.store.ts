import type { Tier } from '#libs/clinical';
import {
  instant,
  type MonitoringPlan,
  outcomeOf,
  type PatientId,
  type Score,
  type Signal,
  type WardId,
} from '#libs/contracts';
import { type Known, knownFromJson, type KnownJson, takenFromJson, type TakenReading } from '#libs/timeline';
import type { ClientBase } from 'pg';
import type { EntryScore } from './entry-score.ts';
import type { EntriesOfPatient, ScoreInShort, EntryRecord, WantedHistory } from './stored-history.ts';

type EntryRow = [patientId: PatientId, atMs: number, taken: string | null, known: string | null, score: string | null];

const rowsAtOnce = 1000;

/**
 * SQL that only reads: the plans, entries, scores and signals that are stored. To be used in one transaction that is
 * `READ ONLY` and `REPEATABLE READ`, so that what is written meanwhile neither shows nor waits.
 */
export class HistoriesStore {
  readonly #client: ClientBase;

  constructor(client: ClientBase) {
    this.#client = client;
  }

  /** Nothing can be written from now on, and everything is as it is now, until the transaction ends. */
  async beginReading(): Promise<void> {
    await this.#client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  }

  /** There is nothing to commit. */
  async endReading(): Promise<void> {
    await this.#client.query('ROLLBACK');
  }

  /** Whether the tables are there. */
  async isThere(): Promise<boolean> {
    const { rows } = await this.#client.query<{ there: boolean }>(
      `SELECT to_regclass('plan_version') IS NOT NULL AND to_regclass('history_entry') IS NOT NULL AS there`,
    );
    return rows[0]?.there === true;
  }

  /** Those who were on a ward at some time by a plan from before the end, by id; of one ward, or of any. */
  async patients({
    toMs,
    wardId,
  }: {
    readonly toMs: number;
    readonly wardId: WardId | null;
  }): Promise<readonly PatientId[]> {
    const { rows } = await this.#client.query<{ patient_id: PatientId }>(
      `SELECT DISTINCT patient_id FROM plan_version
       WHERE json_typeof(body -> 'stay') = 'object' AND changed_at <= $1
         AND ($2::text IS NULL OR body #>> '{stay,wardId}' = $2)
       ORDER BY patient_id`,
      [instant(toMs), wardId],
    );
    return rows.map((row) => row.patient_id);
  }

  /** Every version of the patients' plans, by revision. */
  async plans(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, readonly MonitoringPlan[]>> {
    const { rows } = await this.#client.query<{ patient_id: PatientId; body: MonitoringPlan }>(
      `SELECT patient_id, body FROM plan_version WHERE patient_id = ANY ($1::uuid[]) ORDER BY patient_id, revision`,
      [patientIds],
    );
    return new Map(
      [...Map.groupBy(rows, (row) => row.patient_id)].map(([id, ofPatient]) => [id, ofPatient.map(({ body }) => body)]),
    );
  }

  /**
   * Until when a history has been worked out, where that is not up to now: just before the first thing that is due, or the
   * first outage that it does not know yet.
   *
   * @param changes of outages, with their numbers.
   */
  async workedOutUpTo(
    patientIds: readonly PatientId[],
    changes: readonly { readonly fromMs: number; readonly number: number }[],
  ): Promise<ReadonlyMap<PatientId, number>> {
    const { rows } = await this.#client.query<{ patient_id: PatientId; until_ms: string | null }>(
      `SELECT patient_id, extract(epoch FROM least(
         greatest(least(due_at, trend_due_at), horizon + interval '1 millisecond'),
         CASE WHEN parked_because IS NOT NULL THEN horizon + interval '1 millisecond' END,
         (SELECT min(started_at) FROM unnest($2::bigint[], $3::timestamptz[]) AS outage (number, started_at)
          WHERE number > patient_state.outage_number)
       )) * 1000 AS until_ms
       FROM patient_state WHERE patient_id = ANY ($1::uuid[])`,
      [patientIds, changes.map(({ number }) => number), changes.map(({ fromMs }) => timeOf(fromMs))],
    );
    return new Map(rows.flatMap((row) => (row.until_ms === null ? [] : [[row.patient_id, Number(row.until_ms) - 1]])));
  }

  /** The signals of each patient since a time, as they stand, in order of time. */
  async signals(wanted: readonly WantedHistory[]): Promise<ReadonlyMap<PatientId, readonly Signal[]>> {
    const { rows } = await this.#client.query<{ patient_id: PatientId; body: Signal }>(
      `SELECT signal.patient_id, signal.body
       FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (patient_id, since)
       JOIN signal ON signal.patient_id = wanted.patient_id AND signal.at >= wanted.since
       WHERE signal.body ->> 'kind' <> 'withdrawn'
       ORDER BY signal.patient_id, signal.at, signal.id`,
      [wanted.map(({ patientId }) => patientId), wanted.map(({ sinceMs }) => timeOf(sinceMs))],
    );
    return new Map(
      [...Map.groupBy(rows, (row) => row.patient_id)].map(([id, ofPatient]) => [id, ofPatient.map(({ body }) => body)]),
    );
  }

  /**
   * Reads the patients' entries up to a time, patient by patient in the order in which they are wanted, each in order of
   * time. What was known of a patient before the time that is wanted comes first, each reading when it was taken. While one
   * batch is worked on, the database has begun with the next.
   */
  async *entries({
    wanted,
    toMs,
  }: {
    readonly wanted: readonly WantedHistory[];
    readonly toMs: number;
  }): AsyncGenerator<readonly EntriesOfPatient[]> {
    await this.#client.query(
      `DECLARE replayed NO SCROLL CURSOR FOR
       SELECT entry.* FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (patient_id, since)
       CROSS JOIN LATERAL (
         SELECT patient_id, (extract(epoch FROM at) * 1000)::float8, taken::text, known::text,
           CASE WHEN position('"withdrawn":true' IN whole) > 0 THEN NULL
             WHEN starts_with(whole, '${wholeBegins}') AND position('],"agedOut":' IN whole) > 0
               THEN left(whole, position('],"agedOut":' IN whole))
             ELSE whole END
         FROM history_entry
         -- Put together with nothing, so that a long text is unpacked once and not for each question about it.
         CROSS JOIN LATERAL (SELECT score::text || '' AS whole OFFSET 0) AS text
         WHERE patient_id = wanted.patient_id AND at <= $3 AND at >= coalesce(
           (SELECT max(at) FROM history_entry
            WHERE patient_id = wanted.patient_id AND known IS NOT NULL AND at < wanted.since), '-infinity')
         ORDER BY at
       ) AS entry`,
      [wanted.map(({ patientId }) => patientId), wanted.map(({ sinceMs }) => timeOf(sinceMs)), instant(toMs)],
    );
    const fetch = (): Promise<{ readonly rows: readonly EntryRow[] }> =>
      this.#client.query<EntryRow>({ text: `FETCH ${String(rowsAtOnce)} FROM replayed`, rowMode: 'array' });
    const sinceMs = new Map(wanted.map((one) => [one.patientId, one.sinceMs]));
    let next = fetch();
    for (;;) {
      const { rows } = await next;
      if (rows.length === 0) break;
      next = fetch();
      yield byPatient(rows, sinceMs);
    }
    await this.#client.query('CLOSE replayed');
  }
}

/** Consecutive rows of one patient together. */
function byPatient(rows: readonly EntryRow[], sinceMs: ReadonlyMap<PatientId, number>): readonly EntriesOfPatient[] {
  const found: { patientId: PatientId; entries: EntryRecord[] }[] = [];
  for (const row of rows) {
    const [patientId, atMs, taken, known, score] = row;
    let last = found.at(-1);
    if (last?.patientId !== patientId) {
      last = { patientId, entries: [] };
      found.push(last);
    }
    if (known !== null && atMs < (sinceMs.get(patientId) ?? -Infinity)) last.entries.push(...everythingKnown(known));
    else last.entries.push({ atMs, taken: takenOf(atMs, taken, known), live: scoreOf(score) });
  }
  return found;
}

/** What was known at a time, as entries of their own at which it was taken. */
function everythingKnown(known: string): readonly EntryRecord[] {
  const readings = [...knownOf(known).values()]
    .flatMap(({ newest, standIn, repeats }) => [newest, standIn, repeats])
    .filter((reading) => reading !== null);
  const once = new Map(readings.map((reading) => [reading.observationId, reading]));
  const byTime = Map.groupBy(once.values(), ({ takenAtMs }) => takenAtMs);
  return [...byTime.keys()]
    .sort((one, other) => one - other)
    .map((atMs) => ({ atMs, taken: byTime.get(atMs) ?? [], live: undefined }));
}

/** What was taken stands by itself only where what was known after it does not tell. */
function takenOf(atMs: number, taken: string | null, known: string | null): readonly TakenReading[] {
  // The scoring service wrote it.
  if (taken !== null) return JSON.parse(taken) as TakenReading[];
  if (known === null) return [];
  // As above. Of all that was known only what was taken then is made into readings, since this is done for every entry.
  return takenFromJson(JSON.parse(known) as KnownJson, atMs);
}

function knownOf(text: string): Known {
  // The scoring service wrote it.
  return knownFromJson(JSON.parse(text) as KnownJson);
}

/**
 * What is asked of a score that was stored whole, where it stands in the text of one: it says all this before it says what has
 * aged out. Parsing whole scores would be most of a replay.
 */
const scorePattern =
  /"total":(null|\d+),"min":(\d+),"max":(\d+),"complete":\w+,"tier":"([a-z-]+)".*?"scale":([12]),.*?"ruleSet":"([^"\\]+)","missing":\[([^\]]*)\]/u;

const wholeBegins = '{"id":';

/** Undefined where there is none, or none any more. */
function scoreOf(text: string | null): ScoreInShort | undefined {
  if (text === null) return undefined;
  // A short one, as the scoring service wrote it.
  if (!text.startsWith(wholeBegins)) return outcomeOf(JSON.parse(text) as Exclude<EntryScore, Score>);
  const [, total, min, max, tier, scale, ruleSet, missing] = scorePattern.exec(text) ?? [];
  // In another order of its fields. The scoring service wrote it.
  if (ruleSet === undefined) return JSON.parse(text) as ScoreInShort;
  return {
    total: total === 'null' ? null : Number(total),
    min: Number(min),
    max: Number(max),
    // A tier when it was written.
    tier: tier as Tier,
    scale: Number(scale),
    ruleSet,
    missing: missing === undefined || missing === '' ? [] : missing.slice(1, -1).split('","'),
  };
}

function timeOf(ms: number): string {
  return Number.isFinite(ms) ? instant(ms) : '-infinity';
}
