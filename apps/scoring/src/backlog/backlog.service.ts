import type { Instant, ObservationSetRecorded, PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { type BacklogSize, BacklogStore, type Most } from './backlog.store.ts';
import { timesOf, nearEntriesOf, turnOf } from './fair-turn.ts';

/**
 * So much is worked off at a time, oldest first: each slice then costs itself and little more, since what is worked in after
 * it begins where it ended. Little enough that what else comes meanwhile is worked on within a fraction of a second.
 */
const oldestASlice: Most = { sets: 400, times: 400 };
/** What came while a slice of the same patient was in hand, and could not be looked at, is not to wait for all of the rest. */
const newestASlice: Most = { sets: 20, times: 20 };

interface WantedNear {
  readonly patientId: PatientId;
  readonly entries: number;
}

/** Where to find from when on so many entries of each patient's history lie. */
export interface NearHistory {
  nearFromMs(client: PoolClient, wanted: readonly WantedNear[]): Promise<ReadonlyMap<PatientId, number>>;
}

export interface BacklogServiceParts {
  readonly database: Pick<Database, 'pool'>;
  readonly histories: NearHistory;
}

/** What is known of a batch's patients. */
export interface TurnsFacts {
  /** Patients of whom sets wait. */
  readonly behind: ReadonlySet<PatientId>;
  /** False where others are working on the patient. */
  readonly isInHand: (patientId: PatientId) => boolean;
  /** Up to when the history has been worked out. */
  readonly horizonMs: (patientId: PatientId) => number;
  readonly knownAt: Instant;
}

/**
 * Has patients take turns: the newest of everybody comes before the old of anybody. What is more than a turn of one patient
 * in a batch is kept here, in the transaction in which it becomes known, and worked off patient by patient, a slice at a
 * time, beside what is new.
 */
export class BacklogService {
  readonly #store = new BacklogStore();
  readonly #parts: BacklogServiceParts;
  /** Whose turn it was last. */
  #last: PatientId | undefined;
  /** Real time, in milliseconds: these patients are not tried again before. */
  readonly #leftUntil = new Map<PatientId, number>();

  constructor(parts: BacklogServiceParts) {
    this.#parts = parts;
  }

  /** Those of the patients of whom sets wait. */
  async patientsAmong(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlySet<PatientId>> {
    return this.#store.patientsAmong(client, patientIds);
  }

  /** Keeps what is not to be worked on in this batch, and gives the rest, by patient. */
  async takeTurns(
    client: PoolClient,
    sets: readonly ObservationSetRecorded[],
    { behind, isInHand, horizonMs, knownAt }: TurnsFacts,
  ): Promise<ReadonlyMap<PatientId, readonly ObservationSetRecorded[]>> {
    const byPatient = Map.groupBy(sets, ({ patientId }) => patientId);
    const reaching = [...byPatient].flatMap(([patientId, ofPatient]) =>
      isInHand(patientId) && ofPatient.some((set) => timesOf(set).fromMs <= horizonMs(patientId))
        ? [{ patientId, entries: nearEntriesOf({ isBehind: behind.has(patientId) }) }]
        : [],
    );
    const near: ReadonlyMap<PatientId, number> =
      reaching.length === 0 ? new Map() : await this.#parts.histories.nearFromMs(client, reaching);
    const turns = new Map<PatientId, readonly ObservationSetRecorded[]>();
    const later: ObservationSetRecorded[] = [];
    for (const [patientId, ofPatient] of byPatient) {
      const turn = isInHand(patientId)
        ? turnOf(ofPatient, { isBehind: behind.has(patientId), nearFromMs: near.get(patientId) ?? -Infinity })
        : { now: [], later: ofPatient.filter((set) => timesOf(set).times > 0) };
      if (turn.now.length > 0) turns.set(patientId, turn.now);
      later.push(...turn.later);
    }
    const waiting = later.map((set) => ({ set, ...timesOf(set) }));
    if (waiting.length > 0) await this.#store.add(client, waiting, knownAt);
    return turns;
  }

  /** The patient whose turn it is to have sets worked off; undefined if there is none to be tried now. */
  async next(): Promise<PatientId | undefined> {
    const nowMs = performance.now();
    for (const [patientId, untilMs] of this.#leftUntil) if (untilMs <= nowMs) this.#leftUntil.delete(patientId);
    const { pool } = this.#parts.database;
    const left = [...this.#leftUntil.keys()];
    const following = await this.#store.patientAfter(pool, this.#last, left);
    const isRound = following === undefined && this.#last !== undefined;
    this.#last = isRound ? await this.#store.patientAfter(pool, undefined, left) : following;
    return this.#last;
  }

  /** Takes a slice of a patient's sets out, to be worked in by the same transaction. */
  async takeSlice(client: PoolClient, patientId: PatientId): Promise<readonly ObservationSetRecorded[]> {
    return this.#store.take(client, patientId, { newest: newestASlice, oldest: oldestASlice });
  }

  /** Passes over a patient for some real time. */
  leave(patientId: PatientId, milliseconds: number): void {
    this.#leftUntil.set(patientId, performance.now() + milliseconds);
  }

  /** How much waits now. */
  async size(): Promise<BacklogSize> {
    return this.#store.size(this.#parts.database.pool);
  }
}
