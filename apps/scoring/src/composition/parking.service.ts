import type { RuleBook } from '#libs/clinical';
import type { Instant, MonitoringPlan, ObservationSetRecorded, PatientId, ScoringStatus } from '#libs/contracts';
import type { PatientTimeline, TimelineUpdate, UnknownRuleSetError } from '#libs/timeline';
import type { PoolClient } from 'pg';
import type { OutgoingEventsService } from '../outgoing-events/outgoing-events.service.ts';
import { type ParkedWork, ParkedWorkStore } from './parked-work.store.ts';
import { type LockedStates, PatientStatesStore } from './patient-states.store.ts';

export interface ParkingFacts {
  readonly states: LockedStates;
  readonly knownAt: Instant;
}

/**
 * Sets aside what cannot be worked on for one patient, whose plan names rules that are not here: the readings and plans are
 * kept and marked, in their order, and `scoring-status` says so. Once the rules are here, or a newer plan names others, all
 * of it is worked on. Other patients never wait.
 *
 * A plan whose rules are missing and that a newer plan has replaced stays marked: its time is judged by the plan before it
 * until its rules come.
 */
export class ParkingService {
  readonly #states = new PatientStatesStore();
  readonly #work = new ParkedWorkStore();
  readonly #ruleBook: { readonly current: RuleBook };
  readonly #outgoingEvents: OutgoingEventsService;

  constructor(ruleBook: { readonly current: RuleBook }, outgoingEvents: OutgoingEventsService) {
    this.#ruleBook = ruleBook;
    this.#outgoingEvents = outgoingEvents;
  }

  /** Whether the rules that a plan names are here. */
  knowsRulesOf({ ruleSet }: MonitoringPlan): boolean {
    return this.#ruleBook.current.pathway(ruleSet.id, ruleSet.version) !== undefined;
  }

  /** Every patient of whom anything is parked. */
  async patients(client: Pick<PoolClient, 'query'>): Promise<readonly PatientId[]> {
    return this.#work.patients(client);
  }

  /** What is parked of these patients. */
  async find(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, ParkedWork>> {
    return patientIds.length === 0 ? new Map() : this.#work.find(client, patientIds);
  }

  /** Marks sets that were kept already, of a patient who is parked. */
  async add(client: PoolClient, sets: readonly ObservationSetRecorded[]): Promise<void> {
    if (sets.length > 0) await this.#work.parkSets(client, sets);
  }

  /** Parks a patient, and marks sets that were kept before that was known. */
  async park(
    client: PoolClient,
    patientId: PatientId,
    {
      because,
      sets,
      facts,
    }: { readonly because: string; readonly sets: readonly ObservationSetRecorded[]; readonly facts: ParkingFacts },
  ): Promise<void> {
    await this.add(client, sets);
    const { parkedBecause, statusRevision, planRevision } = facts.states.of(patientId);
    if (parkedBecause === because) return;
    const revision = statusRevision + 1;
    await this.#states.park(client, patientId, { because, statusRevision: revision });
    const status = { patientId, revision, reason: because, since: facts.knownAt, planRevision };
    await this.#outgoingEvents.stageStatuses(client, [{ ...status, state: 'parked' }]);
  }

  /**
   * What of a patient's parked work can be done now. Undefined where the newest plan still names rules that are not here; the
   * patient is parked then.
   */
  async take(
    client: PoolClient,
    timeline: PatientTimeline,
    { work, facts }: { readonly work: ParkedWork; readonly facts: ParkingFacts },
  ): Promise<ParkedWork | undefined> {
    const { patientId, plan } = timeline;
    const newest = work.plans.reduce((one, other) => (one && one.revision > other.revision ? one : other), plan);
    if (newest !== undefined && !this.knowsRulesOf(newest)) {
      await this.park(client, patientId, { because: reasonOf(newest.ruleSet), sets: [], facts });
      return undefined;
    }
    const taken = { sets: work.sets, plans: work.plans.filter((one) => this.knowsRulesOf(one)) };
    await this.#work.unpark(client, patientId, taken);
    if (facts.states.of(patientId).parkedBecause !== null) await this.#states.unpark(client, patientId);
    return taken;
  }

  /**
   * Says of patients who have been worked on that they are scored, and by which plan, where that is not what was said last.
   *
   * @returns whether anything was said.
   */
  async sayScored(client: PoolClient, updates: readonly TimelineUpdate[], facts: ParkingFacts): Promise<boolean> {
    const statuses = updates.flatMap(({ patientId, timeline }): ScoringStatus[] => {
      const { parkedBecause, statusRevision, planRevision: said } = facts.states.of(patientId);
      const planRevision = timeline.plan?.revision ?? 0;
      if (parkedBecause === null && planRevision <= said) return [];
      const revision = statusRevision + 1;
      return [{ patientId, revision, state: 'scoring', reason: null, since: facts.knownAt, planRevision }];
    });
    if (statuses.length === 0) return false;
    const said = statuses.map((status) => ({ ...status, statusRevision: status.revision }));
    await this.#states.keepSaid(client, said);
    await this.#outgoingEvents.stageStatuses(client, statuses);
    return true;
  }
}

/** Why a patient is parked, where a plan that was in force names rules that are not here any more. */
export function reasonOfUnknownRules({ facts }: UnknownRuleSetError): string {
  return `The plan's rule set ${String(facts['ruleSet'])} is not here.`;
}

function reasonOf({ id, version }: MonitoringPlan['ruleSet']): string {
  return `The plan's rule set ${id}@${String(version)} is not here.`;
}
