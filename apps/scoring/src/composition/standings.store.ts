import { instant, type ObservationId, type PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { OpenAsk } from './open-asks.ts';

/** How far a patient's history has been told, and what is to be remembered for its next change. */
export interface Standing {
  /** Up to when, inclusive, everything that follows from time has been told; -Infinity at first. */
  readonly horizonMs: number;
  /** When the level of a trend next changes without a reading; Infinity if none will. */
  readonly trendDueMs: number;
  /** What somebody was asked for and has not come. */
  readonly openAsks: readonly OpenAsk[];
  /** Readings that were retracted: one of them may still be on its way. */
  readonly retracted: readonly ObservationId[];
}

export interface MovedStanding extends Standing {
  readonly patientId: PatientId;
  /** When something next happens by itself; Infinity if nothing will. */
  readonly dueMs: number;
}

const untold: Standing = { horizonMs: -Infinity, trendDueMs: Infinity, openAsks: [], retracted: [] };

interface StandingRow {
  readonly patient_id: PatientId;
  readonly version: string;
  readonly horizon_ms: string | null;
  readonly trend_due_ms: string | null;
  readonly open_asks: readonly OpenAsk[] | null;
  readonly retracted: readonly ObservationId[] | null;
}

const columns = `patient_id, version, extract(epoch FROM horizon) * 1000 AS horizon_ms,
  extract(epoch FROM trend_due_at) * 1000 AS trend_due_ms, open_asks, retracted`;

/**
 * SQL of `standing`, one row a patient: the lock on everything of the patient, how far its history has been told, and when
 * something is next due.
 */
export class StandingsStore {
  /**
   * Locks the patients, in the order of their ids, so that two batches that share patients wait for each other instead of
   * deadlocking. Patients who are new get a row.
   */
  async lock(client: PoolClient, patientIds: readonly PatientId[]): Promise<LockedStandings> {
    const inOrder = [...patientIds].sort();
    let rows = await this.#lockKnown(client, inOrder);
    if (rows.length < inOrder.length) {
      await client.query({
        name: 'scoring-add-standings',
        text: `INSERT INTO standing (patient_id)
               SELECT patient_id FROM unnest($1::uuid[]) AS new (patient_id) ORDER BY patient_id
               ON CONFLICT DO NOTHING`,
        values: [inOrder],
      });
      rows = await this.#lockKnown(client, inOrder);
    }
    return new LockedStandings(rows);
  }

  /** Locks patients for whom something is due, those that have waited longest first, and passes over who is locked. */
  async lockDue(client: PoolClient, dueBy: Date, most: number): Promise<LockedStandings> {
    const { rows } = await client.query<StandingRow>({
      name: 'scoring-lock-due-standings',
      text: `SELECT ${columns} FROM standing WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      values: [dueBy, most],
    });
    return new LockedStandings(rows);
  }

  /** Whether anything is due for anybody. */
  async isAnyDue(client: Pick<PoolClient, 'query'>, dueBy: Date): Promise<boolean> {
    const { rowCount } = await client.query({
      name: 'scoring-is-any-due',
      text: `SELECT FROM standing WHERE due_at <= $1 LIMIT 1`,
      values: [dueBy],
    });
    return rowCount !== 0;
  }

  /**
   * Writes what became of the patients, one version later.
   *
   * Unless it is told exactly, a due time that is already there stays if it is the earlier one: whoever comes at it finds
   * nothing and sets the right one. A patient whose pulse comes every few seconds would otherwise have an index entry
   * written for each, since each postpones when the pulse ages out.
   */
  async move(
    client: PoolClient,
    moved: readonly MovedStanding[],
    { exactly }: { readonly exactly: boolean },
  ): Promise<void> {
    await client.query({
      name: 'scoring-move-standings',
      text: `UPDATE standing
             SET version = version + 1, horizon = now.horizon, trend_due_at = now.trend_due_at,
               open_asks = now.open_asks, retracted = now.retracted,
               due_at = CASE WHEN $7 OR standing.due_at IS NULL OR now.due_at < standing.due_at
                 THEN now.due_at ELSE standing.due_at END
             FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::json[], $6::json[])
               AS now (patient_id, horizon, due_at, trend_due_at, open_asks, retracted)
             WHERE standing.patient_id = now.patient_id`,
      values: [
        moved.map(({ patientId }) => patientId),
        moved.map(({ horizonMs }) => timeOf(horizonMs)),
        moved.map(({ dueMs }) => timeOf(dueMs)),
        moved.map(({ trendDueMs }) => timeOf(trendDueMs)),
        moved.map(({ openAsks }) => (openAsks.length === 0 ? null : JSON.stringify(openAsks))),
        moved.map(({ retracted }) => (retracted.length === 0 ? null : JSON.stringify(retracted))),
        exactly,
      ],
    });
  }

  async #lockKnown(client: PoolClient, inOrder: readonly PatientId[]): Promise<readonly StandingRow[]> {
    const { rows } = await client.query<StandingRow>({
      name: 'scoring-lock-standings',
      text: `SELECT ${columns} FROM standing
             WHERE patient_id = ANY ($1::uuid[]) ORDER BY patient_id FOR UPDATE`,
      values: [inOrder],
    });
    return rows;
  }
}

/** The standings of a batch's patients, as they were when they were locked. */
export class LockedStandings {
  readonly #standings = new Map<PatientId, Standing>();
  readonly #versions = new Map<PatientId, bigint>();

  constructor(rows: readonly StandingRow[]) {
    for (const row of rows) {
      this.#versions.set(row.patient_id, BigInt(row.version));
      this.#standings.set(row.patient_id, {
        horizonMs: row.horizon_ms === null ? -Infinity : Number(row.horizon_ms),
        trendDueMs: row.trend_due_ms === null ? Infinity : Number(row.trend_due_ms),
        openAsks: row.open_asks ?? [],
        retracted: row.retracted ?? [],
      });
    }
  }

  get patientIds(): readonly PatientId[] {
    return [...this.#standings.keys()];
  }

  of(patientId: PatientId): Standing {
    return this.#standings.get(patientId) ?? untold;
  }

  /** Rises whenever anything of the patient was changed: what was remembered under another version is out of date. */
  versionOf(patientId: PatientId): bigint {
    return this.#versions.get(patientId) ?? 0n;
  }
}

function timeOf(ms: number): string | null {
  return Number.isFinite(ms) ? instant(ms) : null;
}
