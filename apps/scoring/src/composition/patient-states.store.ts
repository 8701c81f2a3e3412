import { instant, type ObservationId, type PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { OpenRequest } from './open-requests.ts';

/** A retracted reading, and when that became known. */
export type KnownRetraction = readonly [observationId: ObservationId, knownMs: number];

/** How far a patient's history has been worked out, and what is to be remembered for its next change. */
export interface PatientState {
  /** Up to when, inclusive, everything that follows from time has been worked out; -Infinity at first. */
  readonly horizonMs: number;
  /** The latest that it has ever been worked out up to: the horizon, unless a clock that was ahead has been set back. */
  readonly furthestMs: number;
  /** When the level of a trend next changes without a reading; Infinity if none will. */
  readonly trendDueMs: number;
  readonly openRequests: readonly OpenRequest[];
  /** Readings that were retracted: one of them may still be on its way. */
  readonly retracted: readonly KnownRetraction[];
  /** The newest change of outages that the history was worked out with. */
  readonly outageNumber: number;
  /** Why the patient's readings and plans are kept and not worked on; null where they are. */
  readonly parkedBecause: string | null;
  /** Of what was last published about that; 0 where nothing was. */
  readonly statusRevision: number;
  /** The newest revision of the plan that was said to be in force; 0 where none was. */
  readonly planRevision: number;
}

/** What is said of a patient who is scored on `scoring-status`. */
export interface SaidStatus {
  readonly patientId: PatientId;
  readonly statusRevision: number;
  readonly planRevision: number;
}

export interface MovedState extends Pick<
  PatientState,
  'horizonMs' | 'furthestMs' | 'trendDueMs' | 'openRequests' | 'retracted'
> {
  readonly patientId: PatientId;
  /** When something next happens by itself; Infinity if nothing will. */
  readonly dueMs: number;
}

const newPatient: PatientState = {
  horizonMs: -Infinity,
  furthestMs: -Infinity,
  trendDueMs: Infinity,
  openRequests: [],
  retracted: [],
  outageNumber: 0,
  parkedBecause: null,
  statusRevision: 0,
  planRevision: 0,
};

interface StateRow {
  readonly patient_id: PatientId;
  readonly version: string;
  readonly horizon_ms: string | null;
  readonly furthest_ms: string | null;
  readonly trend_due_ms: string | null;
  readonly open_requests: readonly OpenRequest[] | null;
  readonly retracted: readonly KnownRetraction[] | null;
  readonly outage_number: string;
  readonly parked_because: string | null;
  readonly status_revision: number;
  readonly plan_revision: number;
}

const columns = `patient_id, version, extract(epoch FROM horizon) * 1000 AS horizon_ms,
  extract(epoch FROM furthest) * 1000 AS furthest_ms,
  extract(epoch FROM trend_due_at) * 1000 AS trend_due_ms, open_requests, retracted, outage_number, parked_because,
  status_revision, plan_revision`;

/** For longer than this neither the log nor a dead letter brings a reading: its retraction needs no remembering. */
const forgetRetractionsAfterMs = 40 * 86_400_000;

/**
 * SQL of `patient_state`, one row a patient: the lock on everything of the patient, how far its history has been worked out,
 * and when something is next due.
 *
 * The due time is a column here and not a row of `timer`: it changes with nearly every reading, in the very row that is
 * written then anyway, and being a lower bound it is seldom written at all (see `move`). A timer would be another row to
 * replace for each reading.
 */
export class PatientStatesStore {
  /**
   * Locks the patients, in the order of their ids, so that two batches that share patients wait for each other instead of
   * deadlocking. Patients who are new get a row.
   *
   * @param passingOver patients who have one; they are left out where others have locked them.
   */
  async lock(
    client: PoolClient,
    patientIds: readonly PatientId[],
    { passingOver = new Set() }: { readonly passingOver?: ReadonlySet<PatientId> } = {},
  ): Promise<LockedStates> {
    const inOrder = patientIds.filter((patientId) => !passingOver.has(patientId)).sort();
    let rows = await this.#lockKnown(client, inOrder);
    if (rows.length < inOrder.length) {
      await client.query({
        name: 'scoring-add-states',
        text: `INSERT INTO patient_state (patient_id)
               SELECT patient_id FROM unnest($1::uuid[]) AS new (patient_id) ORDER BY patient_id
               ON CONFLICT DO NOTHING`,
        values: [inOrder],
      });
      rows = await this.#lockKnown(client, inOrder);
    }
    return new LockedStates(passingOver.size === 0 ? rows : [...rows, ...(await this.#lockFree(client, passingOver))]);
  }

  /** Locks patients for whom something is due, those that have waited longest first, and passes over who is locked. */
  async lockDue(client: PoolClient, dueBy: Date, most: number): Promise<LockedStates> {
    const { rows } = await client.query<StateRow>({
      name: 'scoring-lock-due-states',
      text: `SELECT ${columns} FROM patient_state WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      values: [dueBy, most],
    });
    return new LockedStates(rows);
  }

  /** Whether anything is due for any patient. */
  async isAnyDue(client: Pick<PoolClient, 'query'>, dueBy: Date): Promise<boolean> {
    const { rowCount } = await client.query({
      name: 'scoring-is-any-due',
      text: `SELECT FROM patient_state WHERE due_at <= $1 LIMIT 1`,
      values: [dueBy],
    });
    return rowCount !== 0;
  }

  /**
   * Writes what became of the patients, one version later.
   *
   * Unless it is said exactly, a due time that is already there stays if it is the earlier one: what comes at it finds
   * nothing and sets the right one. A patient whose pulse comes every few seconds would otherwise have an index entry
   * written for each, since each postpones when the pulse ages out.
   */
  async move(
    client: PoolClient,
    moved: readonly MovedState[],
    { exactly, outageNumber }: { readonly exactly: boolean; readonly outageNumber: number },
  ): Promise<void> {
    await client.query({
      name: 'scoring-move-states',
      text: `UPDATE patient_state
             SET version = version + 1, horizon = now.horizon, trend_due_at = now.trend_due_at,
               open_requests = now.open_requests, retracted = now.retracted, outage_number = $8, furthest = now.furthest,
               due_at = CASE WHEN $7 OR patient_state.due_at IS NULL OR now.due_at < patient_state.due_at
                 THEN now.due_at ELSE patient_state.due_at END
             FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::json[], $6::json[],
                 $9::timestamptz[])
               AS now (patient_id, horizon, due_at, trend_due_at, open_requests, retracted, furthest)
             WHERE patient_state.patient_id = now.patient_id`,
      values: [
        moved.map(({ patientId }) => patientId),
        moved.map(({ horizonMs }) => timeOf(horizonMs)),
        moved.map(({ dueMs }) => timeOf(dueMs)),
        moved.map(({ trendDueMs }) => timeOf(trendDueMs)),
        moved.map(({ openRequests }) => (openRequests.length === 0 ? null : JSON.stringify(openRequests))),
        moved.map(({ retracted }) => textOf(retracted)),
        exactly,
        outageNumber,
        moved.map(({ furthestMs, horizonMs }) => (furthestMs > horizonMs ? timeOf(furthestMs) : null)),
      ],
    });
  }

  /** Leaves a patient for whom something is due until another time. */
  async postpone(client: Pick<PoolClient, 'query'>, patientId: PatientId, until: Date): Promise<void> {
    await client.query({
      name: 'scoring-postpone',
      text: `UPDATE patient_state SET due_at = $2 WHERE patient_id = $1`,
      values: [patientId, until],
    });
  }

  /**
   * Makes patients due whose history was worked out into an outage that they do not know yet, some at a time.
   *
   * @returns whether there may be more of them.
   */
  async makeDueByOutages(
    client: Pick<PoolClient, 'query'>,
    changes: readonly { readonly fromMs: number; readonly number: number }[],
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await client.query({
      name: 'scoring-due-by-outages',
      text: `WITH concerned AS (
               SELECT patient_id FROM patient_state
               WHERE parked_because IS NULL AND (due_at IS NULL OR due_at > $1) AND EXISTS (
                 SELECT FROM unnest($2::bigint[], $3::timestamptz[]) AS outage (number, started_at)
                 WHERE number > patient_state.outage_number AND started_at <= patient_state.horizon)
               ORDER BY patient_id LIMIT 500 FOR UPDATE
             )
             UPDATE patient_state SET due_at = $1 FROM concerned WHERE patient_state.patient_id = concerned.patient_id`,
      values: [now, changes.map(({ number }) => number), changes.map(({ fromMs }) => timeOf(fromMs))],
    });
    return rowCount !== 0;
  }

  /** Has every patient due whose history was worked out past a time that is still to come. */
  async makeDueAfter(client: Pick<PoolClient, 'query'>, latest: Date, now: Date): Promise<number> {
    const { rowCount } = await client.query({
      name: 'scoring-make-due-after',
      text: `WITH ahead AS (
               SELECT patient_id FROM patient_state
               WHERE horizon > $1 AND parked_because IS NULL AND (due_at IS NULL OR due_at > $2)
               ORDER BY patient_id FOR UPDATE
             )
             UPDATE patient_state SET due_at = $2 FROM ahead WHERE patient_state.patient_id = ahead.patient_id`,
      values: [latest, now],
    });
    return rowCount ?? 0;
  }

  /** Notes that a patient's readings and plans are kept and not worked on. Nothing is due for the patient meanwhile. */
  async park(
    client: PoolClient,
    patientId: PatientId,
    { because, statusRevision }: { readonly because: string; readonly statusRevision: number },
  ): Promise<void> {
    await client.query({
      name: 'scoring-park',
      text: `UPDATE patient_state SET parked_because = $2, status_revision = $3, due_at = NULL WHERE patient_id = $1`,
      values: [patientId, because, statusRevision],
    });
  }

  /** Notes that a patient is scored again, and that it is to be looked for what has become due meanwhile. */
  async unpark(client: PoolClient, patientId: PatientId): Promise<void> {
    await client.query({
      name: 'scoring-unpark',
      text: `UPDATE patient_state SET parked_because = NULL, due_at = horizon WHERE patient_id = $1`,
      values: [patientId],
    });
  }

  /** Notes what was said of patients who are scored. */
  async keepSaid(client: PoolClient, said: readonly SaidStatus[]): Promise<void> {
    await client.query({
      name: 'scoring-keep-said',
      text: `UPDATE patient_state SET status_revision = now.status_revision, plan_revision = now.plan_revision
             FROM unnest($1::uuid[], $2::int[], $3::int[]) AS now (patient_id, status_revision, plan_revision)
             WHERE patient_state.patient_id = now.patient_id`,
      values: [
        said.map(({ patientId }) => patientId),
        said.map(({ statusRevision }) => statusRevision),
        said.map(({ planRevision }) => planRevision),
      ],
    });
  }

  async #lockFree(client: PoolClient, patientIds: ReadonlySet<PatientId>): Promise<readonly StateRow[]> {
    const { rows } = await client.query<StateRow>({
      name: 'scoring-lock-free-states',
      text: `SELECT ${columns} FROM patient_state
             WHERE patient_id = ANY ($1::uuid[]) ORDER BY patient_id FOR UPDATE SKIP LOCKED`,
      values: [[...patientIds]],
    });
    return rows;
  }

  async #lockKnown(client: PoolClient, inOrder: readonly PatientId[]): Promise<readonly StateRow[]> {
    const { rows } = await client.query<StateRow>({
      name: 'scoring-lock-states',
      text: `SELECT ${columns} FROM patient_state
             WHERE patient_id = ANY ($1::uuid[]) ORDER BY patient_id FOR UPDATE`,
      values: [inOrder],
    });
    return rows;
  }
}

/** The states of a batch's patients, as they were when they were locked. */
export class LockedStates {
  readonly #states = new Map<PatientId, PatientState>();
  readonly #versions = new Map<PatientId, bigint>();

  constructor(rows: readonly StateRow[]) {
    for (const row of rows) {
      this.#versions.set(row.patient_id, BigInt(row.version));
      this.#states.set(row.patient_id, {
        horizonMs: row.horizon_ms === null ? -Infinity : Number(row.horizon_ms),
        furthestMs: row.furthest_ms === null ? -Infinity : Number(row.furthest_ms),
        trendDueMs: row.trend_due_ms === null ? Infinity : Number(row.trend_due_ms),
        openRequests: row.open_requests ?? [],
        retracted: row.retracted ?? [],
        outageNumber: Number(row.outage_number),
        parkedBecause: row.parked_because,
        statusRevision: row.status_revision,
        planRevision: row.plan_revision,
      });
    }
  }

  get patientIds(): readonly PatientId[] {
    return [...this.#states.keys()];
  }

  /** The newest change of outages that any of the histories was worked out with. */
  get outageNumber(): number {
    let newest = 0;
    for (const { outageNumber } of this.#states.values()) newest = Math.max(newest, outageNumber);
    return newest;
  }

  has(patientId: PatientId): boolean {
    return this.#states.has(patientId);
  }

  of(patientId: PatientId): PatientState {
    return this.#states.get(patientId) ?? newPatient;
  }

  /** Rises whenever anything of the patient was changed: what was cached under another version is out of date. */
  versionOf(patientId: PatientId): bigint {
    return this.#versions.get(patientId) ?? 0n;
  }
}

function textOf(retracted: readonly KnownRetraction[]): string | null {
  const newestMs = retracted.at(-1)?.[1] ?? 0;
  const needed = retracted.filter(([, knownMs]) => newestMs - knownMs <= forgetRetractionsAfterMs);
  return needed.length === 0 ? null : JSON.stringify(needed);
}

function timeOf(ms: number): string | null {
  return Number.isFinite(ms) ? instant(ms) : null;
}
