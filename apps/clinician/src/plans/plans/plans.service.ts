import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Pathway, RuleSetError } from '#libs/clinical';
import type { Clock } from '#libs/clock';
import {
  instant,
  type Instant,
  type MonitoringPause,
  type MonitoringPlan,
  type PatientId,
  PatientNotFoundError,
  type Person,
  type Plan,
  type PlanChange,
  type WardId,
} from '#libs/contracts';
import { may } from '#libs/identity';
import { ActsService, type OngoingAct } from '../../commands/commands.service.ts';
import { CLOCK, RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { afterStay, deriveMonitoringPlan, type PlanDecisions } from './monitoring-plan.ts';
import { decide, prescribersParts } from './plan-change.ts';
import { NoPathwayError, PartNotPermittedError } from './plan-errors.ts';
import { planInForce } from './plan-in-force.ts';
import { type KnownPlan, PlansStore } from './plans.store.ts';
import { endedReviews, reviewsOf } from './reviews.ts';

/** A change of a plan that is being made. */
interface Redecided<Result> {
  readonly decisions: PlanDecisions;
  readonly reason?: string | undefined;
  /** What whoever makes the change wants to know of it. */
  readonly result: Result;
}

/** What is left of the pauses, and the one that began or ended. */
interface PausesAfter {
  readonly pauses: readonly MonitoringPause[];
  readonly pause: MonitoringPause;
}

/** What a decision about a plan is made from. */
interface Deciding extends KnownPlan {
  readonly pathway: Pathway;
  readonly revision: number;
}

/**
 * Says how each patient is monitored. A plan follows from stay, age, pathway and what people decided, and is written, kept
 * as a version and staged for the log in the transaction that changes any of them, so the others never act on a plan that
 * was not so. What was decided until a review lapses by its own date: no timer has to fire for that.
 */
@Injectable()
export class PlansService implements OnModuleInit {
  constructor(
    private readonly acts: ActsService,
    private readonly store: PlansStore,
    private readonly tasks: TasksService,
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Refuses to start without rules that a plan names: whoever works through that plan's patient would wait for them.
   *
   * @throws RuleSetError
   */
  async onModuleInit(): Promise<void> {
    const named = await this.store.ruleSetsNamed();
    const missing = named.filter(({ id, version }) => this.ruleBook.current.pathway(id, version) === undefined);
    if (missing.length === 0) return;
    const message = 'Found none; expected it among the rule sets, since the plans of patients name it.';
    throw new RuleSetError(
      missing.map(({ id, version }) => ({ file: `pathways/${id}.v${String(version)}.json`, path: '', message })),
    );
  }

  /**
   * The plan as it is in force now; with `asOf`, as it was in force then, as was known then.
   *
   * @throws PatientNotFoundError when there is, or was, no such patient: everybody has a plan from registration on.
   */
  async get(patientId: PatientId, asOf?: Instant): Promise<Plan> {
    const plan = await this.store.find(patientId, asOf);
    if (plan === undefined) throw new PatientNotFoundError(patientId);
    return this.#shown(plan, asOf ?? instant(this.clock.now()));
  }

  /** The plan in force of everybody who is on the ward; with `asOf`, who was then, as was known then. */
  async onWard(wardId: WardId, asOf?: Instant): Promise<ReadonlyMap<PatientId, Plan>> {
    const at = asOf ?? instant(this.clock.now());
    const plans = await this.store.onWard(wardId, asOf);
    return new Map(plans.map((plan) => [plan.patientId, this.#shown(plan, at)]));
  }

  /**
   * Changes what people decide about a plan.
   *
   * @throws PartNotPermittedError for what only a prescriber decides
   * @throws ReviewInPastError
   * @throws PrescribedInFutureError
   * @throws PlanRefusedError
   * @throws PatientNotFoundError
   */
  async change(patientId: PatientId, change: PlanChange, by: Person): Promise<Plan> {
    return this.acts.carryOut({ act: 'change-plan', by }, async (act) => {
      const at = instant(act.at);
      const { plan } = await this.#redecide(act, patientId, ({ facts, pathway, revision }) => {
        const parts = prescribersParts(change, { facts, at });
        if (parts.length > 0 && !may(by.role, 'prescribe')) {
          throw new PartNotPermittedError(parts, { permission: 'prescribe', role: by.role });
        }
        const decisions = decide(change, { facts, pathway, revision, by: by.name, at });
        return { decisions, reason: change.reason, result: undefined };
      });
      const { revision, oxygenScale, exclusion } = plan;
      const changed = Object.keys(change);
      const facts = { revision, changed, scale: oxygenScale?.scale ?? 1, exclusion };
      await act.record({ kind: 'patient', id: patientId }, facts);
      return this.#shown(plan, at);
    });
  }

  /**
   * Part of whatever changes when nobody waits for the patient's readings; it is told with the act.
   *
   * @throws PatientNotFoundError
   */
  async changePauses(
    act: OngoingAct,
    patientId: PatientId,
    change: (plan: Pick<MonitoringPlan, 'pauses' | 'stay'>) => PausesAfter,
  ): Promise<{ readonly revision: number; readonly pause: MonitoringPause }> {
    const { plan, result } = await this.#redecide(act, patientId, ({ facts: { decisions, stay } }) => {
      const { pauses, pause } = change({ pauses: decisions.pauses, stay });
      return { decisions: { ...decisions, pauses: [...pauses] }, result: pause };
    });
    return { revision: plan.revision, pause: result };
  }

  /**
   * Part of whatever else changes the facts that a plan follows from; it is told with the act. A stay that has ended takes
   * with it how closely to measure, and every pause.
   *
   * @throws PatientNotFoundError when there is no such patient.
   */
  async rederive(act: OngoingAct, patientId: PatientId): Promise<MonitoringPlan> {
    const { plan } = await this.#redecide(act, patientId, ({ facts: { decisions, stay }, before }) => {
      const hasLeft = stay === null && before !== undefined && before.stay !== null;
      return { decisions: hasLeft ? afterStay(decisions) : decisions, result: undefined };
    });
    return plan;
  }

  async #redecide<Result>(
    act: OngoingAct,
    patientId: PatientId,
    redecide: (deciding: Deciding) => Redecided<Result>,
  ): Promise<{ readonly plan: MonitoringPlan; readonly result: Result }> {
    const known = await this.store.lockFacts(act.client, patientId);
    if (known === undefined) throw new PatientNotFoundError(patientId);
    const pathway = this.#pathwayFor(known.facts.stay?.pathway ?? generalPathway);
    const revision = (known.before?.revision ?? 0) + 1;
    const { decisions, reason, result } = redecide({ ...known, pathway, revision });
    const plan = deriveMonitoringPlan({ ...known.facts, decisions }, { pathway, revision, at: instant(act.at) });
    await this.store.save(act.client, {
      plan,
      chosenExclusion: decisions.chosenExclusion,
      changedBy: act.by.name,
      reason: reason ?? null,
    });
    await this.#scheduleReviews(act, known.before, plan);
    await act.tell('monitoring-plans', patientId, plan);
    return { plan, result };
  }

  /** A task for whatever lapses, there from when it does; a renewal moves it, and an end takes it away. */
  async #scheduleReviews(act: OngoingAct, before: MonitoringPlan | undefined, plan: MonitoringPlan): Promise<void> {
    for (const review of reviewsOf(plan)) await this.tasks.schedule(act, review);
    const outcome = plan.stay === null ? 'The stay has ended.' : 'It was ended before it had to be reviewed.';
    for (const review of endedReviews(before, plan)) await this.tasks.cancel(act, review, outcome);
  }

  /** The newest rules of a pathway, or those for pathways that nobody has described. */
  #pathwayFor(name: string): Pathway {
    const book = this.ruleBook.current;
    const pathway = book.newest(name) ?? book.newest(generalPathway);
    if (pathway === undefined) throw new NoPathwayError(name);
    return pathway;
  }

  #shown(plan: MonitoringPlan, at: Instant): Plan {
    const { id, version } = plan.ruleSet;
    // A version that has been taken out of the folders since is shown by what has taken its place.
    const pathway = this.ruleBook.current.pathway(id, version) ?? this.#pathwayFor(id);
    return planInForce(plan, pathway, at);
  }
}

const generalPathway = 'general';
