import type { Tier } from '#libs/clinical';
import {
  type DeviceId,
  instant,
  type MonitoringPlan,
  type ObservationId,
  type PatientId,
  type Signal,
  type WardId,
} from '#libs/contracts';
import { type Known, knownFromJson, type KnownJson, type TakenReading } from '#libs/timeline';
import type { ClientBase } from 'pg';
import type { StoredMoment } from './patient-comparison.ts';
import type { ScoreInShort } from './score-comparison.ts';

/** From when on a patient's moments are wanted. */
export interface WantedHistory {
  readonly patientId: PatientId;
  readonly sinceMs: number;
}

/** Moments of one patient that follow each other; a patient's moments may come in several of these. */
export interface MomentsOfPatient {
  readonly patientId: PatientId;
  readonly moments: readonly StoredMoment[];
}

type MomentRow = [patientId: PatientId, atMs: number, taken: string | null, known: string | null, score: string | null];

const rowsAtOnce = 1000;

/**
 * SQL of a replay, which only reads: the plans, moments, scores and signals that the scoring service has kept. To be used in one
 * transaction that is `READ ONLY` and `REPEATABLE READ`, so that what is told meanwhile neither shows nor waits.
 */
export class HistoryStore {
  /** Nothing can be written from now on, and everything is as it is now, until the transaction ends. */
  async beginReading(client: ClientBase): Promise<void> {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  }

  /** There is nothing to commit. */
  async endReading(client: ClientBase): Promise<void> {
    await client.query('ROLLBACK');
  }

  /** Whether the tables are there, as they are since histories are kept. */
  async isThere(client: ClientBase): Promise<boolean> {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('plan_version') IS NOT NULL AND to_regclass('moment') IS NOT NULL AS there`,
    );
    return rows[0]?.there === true;
  }

  /** Those who were on a ward at some time by a plan from before the end, by id; of one ward, or of any. */
  async patients(
    client: ClientBase,
    { toMs, wardId }: { readonly toMs: number; readonly wardId: WardId | null },
  ): Promise<readonly PatientId[]> {
    const { rows } = await client.query<{ patient_id: PatientId }>(
      `SELECT DISTINCT patient_id FROM plan_version
       WHERE json_typeof(body -> 'stay') = 'object' AND changed_at <= $1
         AND ($2::text IS NULL OR body #>> '{stay,wardId}' = $2)
       ORDER BY patient_id`,
      [instant(toMs), wardId],
    );
    return rows.map((row) => row.patient_id);
  }

  /** Every version of the patients' plans, by revision. */
  async plans(
    client: ClientBase,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlyMap<PatientId, readonly MonitoringPlan[]>> {
    const { rows } = await client.query<{ patient_id: PatientId; body: MonitoringPlan }>(
      `SELECT patient_id, body FROM plan_version WHERE patient_id = ANY ($1::uuid[]) ORDER BY patient_id, revision`,
      [patientIds],
    );
    return new Map(
      [...Map.groupBy(rows, (row) => row.patient_id)].map(([id, ofPatient]) => [id, ofPatient.map(({ body }) => body)]),
    );
  }

  /** Until when a history has been told: just before the first thing that is due. Left out is who has nothing due. */
  async toldUpTo(client: ClientBase, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, number>> {
    const { rows } = await client.query<{ patient_id: PatientId; due_ms: string }>(
      `SELECT patient_id,
         extract(epoch FROM greatest(least(due_at, trend_due_at), horizon + interval '1 millisecond')) * 1000 AS due_ms
       FROM standing WHERE patient_id = ANY ($1::uuid[]) AND least(due_at, trend_due_at) IS NOT NULL`,
      [patientIds],
    );
    return new Map(rows.map((row) => [row.patient_id, Number(row.due_ms) - 1]));
  }

  /** The signals of each patient since a time, as they stand, in order of time. */
  async signals(
    client: ClientBase,
    wanted: readonly WantedHistory[],
  ): Promise<ReadonlyMap<PatientId, readonly Signal[]>> {
    const { rows } = await client.query<{ patient_id: PatientId; body: Signal }>(
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
   * Reads the patients' moments up to a time, patient by patient in the order in which they are wanted, each in order of
   * time. What was known of a patient before the time that is wanted comes first, each reading when it was taken. While one
   * batch is worked on, the database has begun with the next.
   */
  async *moments(
    client: ClientBase,
    { wanted, toMs }: { readonly wanted: readonly WantedHistory[]; readonly toMs: number },
  ): AsyncGenerator<readonly MomentsOfPatient[]> {
    await client.query(
      `DECLARE replayed NO SCROLL CURSOR FOR
       SELECT moment.* FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (patient_id, since)
       CROSS JOIN LATERAL (
         SELECT patient_id, (extract(epoch FROM at) * 1000)::float8, taken::text, known::text,
           CASE WHEN position('"withdrawn":true' IN whole) > 0 THEN NULL
             WHEN starts_with(whole, '{"id":') AND position('],"agedOut":' IN whole) > 0
               THEN left(whole, position('],"agedOut":' IN whole))
             ELSE whole END
         FROM moment
         -- Put together with nothing, so that a long text is unpacked once and not for each question about it.
         CROSS JOIN LATERAL (SELECT score::text || '' AS whole OFFSET 0) AS told
         WHERE patient_id = wanted.patient_id AND at <= $3 AND at >= coalesce(
           (SELECT max(at) FROM moment
            WHERE patient_id = wanted.patient_id AND known IS NOT NULL AND at < wanted.since), '-infinity')
         ORDER BY at
       ) AS moment`,
      [wanted.map(({ patientId }) => patientId), wanted.map(({ sinceMs }) => timeOf(sinceMs)), instant(toMs)],
    );
    const fetch = (): Promise<{ readonly rows: readonly MomentRow[] }> =>
      client.query<MomentRow>({ text: `FETCH ${String(rowsAtOnce)} FROM replayed`, rowMode: 'array' });
    const sinceMs = new Map(wanted.map((one) => [one.patientId, one.sinceMs]));
    let next = fetch();
    for (;;) {
      const { rows } = await next;
      if (rows.length === 0) break;
      next = fetch();
      yield byPatient(rows, sinceMs);
    }
    await client.query('CLOSE replayed');
  }
}

/** Consecutive rows of one patient together. */
function byPatient(rows: readonly MomentRow[], sinceMs: ReadonlyMap<PatientId, number>): readonly MomentsOfPatient[] {
  const found: { patientId: PatientId; moments: StoredMoment[] }[] = [];
  for (const row of rows) {
    const [patientId, atMs, taken, known, score] = row;
    let last = found.at(-1);
    if (last?.patientId !== patientId) {
      last = { patientId, moments: [] };
      found.push(last);
    }
    if (known !== null && atMs < (sinceMs.get(patientId) ?? -Infinity)) last.moments.push(...everythingKnown(known));
    else last.moments.push({ atMs, taken: takenOf(atMs, taken, known), live: scoreOf(score) });
  }
  return found;
}

/** What was known at a moment, as moments of their own at which it was taken. */
function everythingKnown(known: string): readonly StoredMoment[] {
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
  const takenAt = instant(atMs);
  const readings: TakenReading[] = [];
  // As above. Of all that was known only what was taken then is made into readings, since this is done for every moment.
  for (const [newest] of JSON.parse(known) as KnownJson) {
    if (newest[3] !== atMs) continue;
    const [code, id, value, takenAtMs, , , , deviceId, quality] = newest;
    readings.push({
      // An id when it was written.
      observationId: id as ObservationId,
      code,
      value,
      takenAt,
      takenAtMs,
      // Likewise.
      ...(deviceId === null ? undefined : { deviceId: deviceId as DeviceId }),
      ...(quality === null ? undefined : { quality }),
    });
  }
  return readings;
}

function knownOf(text: string): Known {
  // The scoring service wrote it.
  return knownFromJson(JSON.parse(text) as KnownJson);
}

/**
 * What is asked of a score, where it stands in the text of one: it says all this before it says what has aged out. Parsing
 * whole scores would be most of a replay.
 */
const scorePattern =
  /"total":(null|\d+),"min":(\d+),"max":(\d+),"complete":\w+,"tier":"([a-z-]+)".*?"scale":([12]),.*?"ruleSet":"([^"\\]+)","missing":\[([^\]]*)\]/u;

/** Undefined where there is none, or none any more. */
function scoreOf(text: string | null): ScoreInShort | undefined {
  if (text === null) return undefined;
  const [, total, min, max, tier, scale, ruleSet, missing] = scorePattern.exec(text) ?? [];
  if (ruleSet === undefined) return scoreOfJson(text);
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

/** Written in another order, as scores of the release before are. */
function scoreOfJson(text: string): ScoreInShort {
  // The scoring service wrote it.
  return JSON.parse(text) as ScoreInShort;
}

function timeOf(ms: number): string {
  return Number.isFinite(ms) ? instant(ms) : '-infinity';
}
