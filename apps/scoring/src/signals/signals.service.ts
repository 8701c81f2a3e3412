import type { EventId, Instant, MonitoringPlan, PatientId, Score } from '#libs/contracts';
import type { OutgoingRecord } from '#libs/event-log';
import type { PoolClient } from 'pg';
import { type LockedStanding, SignalsStore, type SignalText } from './signals.store.ts';
import { signalOf, type Standing, standingAfterPlan, standingBy } from './standing.ts';

/** What the newest moment of a patient has become, and why. */
export interface NewestMoment {
  readonly patientId: PatientId;
  readonly plan: MonitoringPlan | undefined;
  readonly score: Score | null | undefined;
  /** When the newest of the readings that changed anything was taken. */
  readonly at: Instant;
  readonly cause: { readonly id: EventId; readonly receivedAt: Instant };
}

export type { LockedStanding } from './signals.store.ts';

/**
 * Where patients stand, and what is signalled when that changes.
 *
 * Every change of a patient goes through `begin`, which locks the patient until the transaction ends, so two replicas never
 * move one patient at once. A signal's id follows from its cause: the same readings and plans give the same signals however
 * often they come. What was signalled is kept, so that a cause that comes again is signalled as it was the first time.
 */
export class SignalsService {
  readonly #store = new SignalsStore();

  /** Locks the patients and tells where they stand. */
  async begin(client: PoolClient, patientIds: readonly PatientId[]): Promise<StandingsInHand> {
    return new StandingsInHand(await this.#store.lock(client, patientIds));
  }

  /** Writes what became of the patients that were touched. */
  async commit(client: PoolClient, inHand: StandingsInHand): Promise<void> {
    if (inHand.touched.size > 0) await this.#store.move(client, inHand.touched);
    if (inHand.signals.length > 0) await this.#store.save(client, inHand.signals);
  }

  /** The signals that these causes gave when they first came, for the log. */
  async sentBefore(client: PoolClient, causes: readonly EventId[]): Promise<readonly OutgoingRecord[]> {
    const stored = await this.#store.causedBy(client, causes);
    return stored.map(({ patientId, text }) => ({ topic: 'signals', key: patientId, value: text }));
  }
}

/** The standings of a batch's patients while it is worked through. Moves in memory only. */
export class StandingsInHand {
  readonly #locked: ReadonlyMap<PatientId, LockedStanding>;
  readonly touched = new Map<PatientId, Standing>();
  readonly signals: SignalText[] = [];

  constructor(locked: ReadonlyMap<PatientId, LockedStanding>) {
    this.#locked = locked;
  }

  /** What the patient's version was when it was locked. */
  versionOf(patientId: PatientId): bigint {
    return this.#locked.get(patientId)?.version ?? 0n;
  }

  /** What it is once the work in hand is committed. */
  committedVersionOf(patientId: PatientId): bigint {
    return this.versionOf(patientId) + (this.touched.has(patientId) ? 1n : 0n);
  }

  /** Says that something of the patient changed, but nothing that the standing hangs on. */
  touch(patientId: PatientId): void {
    this.touched.set(patientId, this.#standingOf(patientId));
  }

  /** Moves a patient after an observation set changed the newest moment, and signals if that changes the standing. */
  observe(newest: NewestMoment): void {
    this.#move(newest, standingBy(newest.plan, newest.score));
  }

  /** The same after a change of plan. */
  replan(newest: NewestMoment & { readonly plan: MonitoringPlan }, latenessMs: number): void {
    this.#move(newest, standingAfterPlan(newest.plan, newest.score, latenessMs));
  }

  get records(): readonly OutgoingRecord[] {
    return this.signals.map(({ signal, text }) => ({ topic: 'signals', key: signal.patientId, value: text }));
  }

  #move({ patientId, score, at, cause }: NewestMoment, standing: Standing): void {
    const previous = this.#standingOf(patientId);
    this.touched.set(patientId, standing);
    const signal = signalOf({ patientId, previous, standing, score, at, cause });
    if (signal !== undefined) this.signals.push({ causedBy: cause.id, signal, text: JSON.stringify(signal) });
  }

  #standingOf(patientId: PatientId): Standing {
    const moved = this.touched.get(patientId);
    return moved === undefined ? (this.#locked.get(patientId)?.standing ?? null) : moved;
  }
}
