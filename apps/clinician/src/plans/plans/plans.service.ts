import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Pathway, RuleSetError } from '#libs/clinical';
import type { Clock } from '#libs/clock';
import {
  type Exclusion,
  exclusionsAt,
  instant,
  type Instant,
  type MonitoringPause,
  MonitoringPlan,
  type PatientId,
  PatientNotFoundError,
  type Person,
  type Plan,
  type PlanChange,
  type WardId,
} from '#libs/contracts';
import { may } from '#libs/identity';
import type { PoolClient } from 'pg';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK, RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import {
  afterStay,
  chartOf,
  decisionsOf,
  deriveMonitoringPlan,
  nothingDecided,
  type PlanFacts,
} from './monitoring-plan.ts';
import type { PlanDecisions } from './monitoring-plan.ts';
import { decide, prescribersParts } from './plan-change.ts';
import { assertPathway, NoPathwayError, PartNotPermittedError, PlanUnchangedError } from './plan-errors.ts';
import { planInForce } from './plan-in-force.ts';
import { PlanLapseService } from './plan-lapse.service.ts';
import { PlansStore } from './plans.store.ts';

/** What a decision about a plan is made from. */
interface DecisionInputs {
  readonly facts: PlanFacts;
  readonly before: MonitoringPlan | undefined;
  readonly pathway: Pathway;
  readonly revision: number;
}

/** What comes of a decision, and the sentence and the facts by which the audit keeps it. */
interface PlanDecision<Result> {
  readonly decisions: PlanDecisions;
  /** What the caller wants to know of it. */
  readonly result: Result;
  readonly text: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

interface Deciding<Result> {
  readonly decision: (inputs: DecisionInputs) => PlanDecision<Result> | Promise<PlanDecision<Result>>;
  /** Where the patient is from now on; left out where that stays as it is. */
  readonly moved?: Pick<MonitoringPlan, 'stay'>;
}

/** The pauses once one has begun or ended, and that one. */
interface PausesAfter {
  readonly pauses: readonly MonitoringPause[];
  readonly pause: MonitoringPause;
}

/** A plan as it is in force, with the rules that it names. */
export interface PlanWithRules {
  readonly plan: Plan;
  /** With the chart that is for the patient, in the place of the pathway's own where that is not. */
  readonly pathway: Pathway;
  /** Those that are over as well, until the next change of the plan: one puts off what was due while it lasted. */
  readonly pauses: readonly MonitoringPause[];
}

/** The rules for a patient without a stay, and for pathways that no rule set describes. */
const generalPathway = 'general';

/**
 * Says how each patient is monitored. A plan follows from stay, age, pathway and what people decided, and is written, kept
 * in the audit and staged for the log in the transaction that changes any of them, so the other services never act on a plan
 * that was not so. What was decided until a review lapses by its own date: a timer only puts that into the live stream.
 */
@Injectable()
export class PlansService implements OnModuleInit {
  /** Runs within the transaction of every change. */
  readonly changed = new Hook<{ readonly before: MonitoringPlan | undefined; readonly after: MonitoringPlan }>();

  constructor(
    private readonly commands: CommandsService,
    private readonly audit: AuditService,
    private readonly patients: PatientsService,
    private readonly store: PlansStore,
    private readonly lapses: PlanLapseService,
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    patients.registered.add((command, { id }) => this.followStay(command, id, null));
    patients.corrected.add((command, { before, after }) =>
      before.birthDate === after.birthDate ? Promise.resolve() : this.#followBirthDate(command, after.patientId),
    );
  }

  /**
   * Refuses to start without rules that a plan names, now or in its history: what was decided by them could not be shown. A
   * reload cannot take them away either, since the rule book refuses to lose any version that is in force.
   *
   * @throws RuleSetError
   */
  async onModuleInit(): Promise<void> {
    const named = (await this.audit.distinctValues('plan', ['ruleSet'])).map((value) => RuleSetName.parse(value));
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
   * @throws PatientMergedError
   */
  async get(patientId: PatientId, asOf?: Instant): Promise<Plan> {
    await this.patients.assertExists(patientId);
    const found = (await this.inForce([patientId], asOf)).get(patientId);
    if (found === undefined) throw new PatientNotFoundError(patientId);
    return found.plan;
  }

  /** The plans in force of these patients now; with `asOf`, then, as was known then. */
  async inForce(patientIds: readonly PatientId[], asOf?: Instant): Promise<ReadonlyMap<PatientId, PlanWithRules>> {
    const at = asOf ?? instant(this.clock.now());
    const plans =
      asOf === undefined
        ? await this.store.findMany(patientIds)
        : await this.audit.statesAt<MonitoringPlan>('plan', asOf, patientIds);
    return new Map(
      plans.map((plan) => {
        const pathway = this.#rulesOf(plan);
        const chart = pathway.chartFor(exclusionsAt(plan, Date.parse(at))) ?? pathway.chart;
        const rules = { plan: planInForce(plan, pathway, at), pathway: { ...pathway, chart }, pauses: plan.pauses };
        return [plan.patientId, rules];
      }),
    );
  }

  /** Part of a command: for how long a late reading of the patient still corrects past scores. */
  async latenessHoursOf(client: PoolClient, patientId: PatientId): Promise<number> {
    const plan = await this.store.find(client, patientId);
    return plan?.latenessHours ?? nothingDecided.latenessHours;
  }

  /** Part of a command: the plans of these patients as they were decided, lapsed parts included. */
  async plansWithin({ client }: Command, patientIds: readonly PatientId[]): Promise<readonly MonitoringPlan[]> {
    return this.store.findMany(patientIds, client);
  }

  /** The patients whose stay is on the ward now. */
  async patientsOn(wardId: WardId): Promise<readonly PatientId[]> {
    return this.store.patientsOn(wardId);
  }

  /**
   * Part of a command that has locked the patient: why no early-warning chart would be for them on a pathway, by what is
   * known now; null where one would.
   *
   * @throws UnknownPathwayError
   */
  async exclusionOn(
    command: Command,
    { id, birthDate }: { readonly id: PatientId; readonly birthDate: string },
    pathway: string,
  ): Promise<Exclusion | null> {
    assertPathway(pathway, this.ruleBook.current);
    const before = await this.store.find(command.client, id);
    const decisions = before === undefined ? nothingDecided : decisionsOf(before);
    return chartOf({ birthDate, decisions }, this.#pathwayFor(pathway), instant(command.at)).exclusion;
  }

  /**
   * Changes what people decide about a plan; a change of nothing leaves it as it is.
   *
   * @throws PatientNotFoundError
   * @throws ChangedMeanwhileError
   * @throws PartNotPermittedError for what only a prescriber decides
   * @throws ReviewInPastError
   * @throws PrescribedInFutureError
   * @throws PlanRefusedError
   * @throws PlanUnchangedError where an exclusion was to end that does not follow from a decision
   */
  async change(patientId: PatientId, change: PlanChange, context: CommandContext<Person>): Promise<Plan> {
    const { by } = context;
    const changed = Object.keys(change).filter((name) => name !== 'reason');
    return this.commands.execute('change-plan', context, async (command) => {
      if (changed.length === 0) return this.#unchanged(command, patientId);
      const at = instant(command.at);
      const decision = async ({ facts, before, pathway, revision }: DecisionInputs): Promise<PlanDecision<void>> => {
        await this.#expectRevision(command, before);
        const parts = prescribersParts(change, { facts, at });
        if (parts.length > 0 && !may(by.role, 'prescribe')) {
          throw new PartNotPermittedError(parts, { permission: 'prescribe', role: by.role });
        }
        const decidedBy = { id: by.id, name: by.name };
        const decisions = decide(change, { facts, pathway, revision, by: decidedBy, at });
        const { reason } = change;
        const text = `Changed ${changed.join(', ')}${reason === undefined ? '.' : `: ${reason}`}`;
        return { decisions, text, facts: { changed }, result: undefined };
      };
      const { plan } = await this.#decide(command, patientId, { decision });
      const shown = this.#shown(plan, at);
      // Nothing of the change is kept then.
      if (change.exclusion === null && shown.exclusion !== null) throw new PlanUnchangedError(shown);
      return shown;
    });
  }

  /**
   * Part of a command that begins or ends a pause.
   *
   * @throws PatientNotFoundError
   * @throws ChangedMeanwhileError
   */
  async changePauses(
    command: Command,
    patientId: PatientId,
    change: (plan: Pick<MonitoringPlan, 'pauses' | 'stay'>) => PausesAfter & { readonly text: string },
  ): Promise<MonitoringPause> {
    const { result } = await this.#decide(command, patientId, {
      decision: async ({ facts: { decisions, stay }, before }) => {
        await this.#expectRevision(command, before);
        const { pauses, pause, text } = change({ pauses: decisions.pauses, stay });
        const facts = { pauseId: pause.id };
        return { decisions: { ...decisions, pauses: [...pauses] }, text, facts, result: pause };
      },
    });
    return result;
  }

  /**
   * Part of a command that changes where the patient is, or that registers them. A stay that has ended takes with it how
   * closely to measure, and every pause.
   *
   * @param pausesAfter what becomes of the pauses when the patient goes on leave or comes back.
   * @throws PatientNotFoundError
   */
  // eslint-disable-next-line homeward/arguments-have-names
  async followStay(
    command: Command,
    patientId: PatientId,
    stay: MonitoringPlan['stay'],
    pausesAfter: (pauses: readonly MonitoringPause[]) => readonly MonitoringPause[] = (pauses) => pauses,
  ): Promise<void> {
    const decision = ({ facts, before }: DecisionInputs): PlanDecision<void> => {
      const hasLeft = stay === null && before !== undefined && before.stay !== null;
      const text = before === undefined ? 'Made the first plan.' : 'Followed the stay.';
      const decisions = { ...facts.decisions, pauses: [...pausesAfter(facts.decisions.pauses)] };
      return { decisions: hasLeft ? afterStay(decisions) : decisions, text, result: undefined };
    };
    await this.#decide(command, patientId, { decision, moved: { stay } });
  }

  /**
   * Part of a merge, or of undoing one: the stay goes from one record to another, and what was decided for it goes with it.
   *
   * @param leaving what is decided for the record that the stay leaves; what had been decided for the stay, less what ends with
   *   it, where it is left out.
   * @returns what had been decided for the record that the stay came to.
   */
  async moveStay(
    command: Command,
    { from, to, leaving }: { readonly from: PatientId; readonly to: PatientId; readonly leaving?: PlanDecisions },
  ): Promise<PlanDecisions> {
    const left = await this.store.find(command.client, from);
    if (left === undefined) throw new PatientNotFoundError(from);
    const { stay } = left;
    const { result } = await this.#decide(command, to, {
      decision: ({ facts }) => ({
        decisions: decisionsOf(left),
        result: facts.decisions,
        text: 'Took over the plan of the other record, with the stay.',
        facts: { from },
      }),
      moved: { stay },
    });
    await this.#decide(command, from, {
      decision: ({ facts }) => ({
        decisions: leaving ?? afterStay(facts.decisions),
        result: undefined,
        text: 'The stay went to the other record, with what was decided for it.',
        facts: { to },
      }),
      moved: { stay: null },
    });
    return result;
  }

  async #unchanged(command: Command, patientId: PatientId): Promise<Plan> {
    await this.patients.lock(command.client, patientId);
    const plan = await this.store.find(command.client, patientId);
    if (plan === undefined) throw new PatientNotFoundError(patientId);
    await this.#expectRevision(command, plan);
    return this.#shown(plan, instant(command.at));
  }

  /** Age says which chart is for a patient, and from when on: the other services hear of the plan that follows. */
  async #followBirthDate(command: Command, patientId: PatientId): Promise<void> {
    const text = 'Followed a correction of the birth date.';
    await this.#decide(command, patientId, {
      decision: ({ facts: { decisions } }) => ({ decisions, text, result: undefined }),
    });
  }

  async #decide<Result>(
    command: Command,
    patientId: PatientId,
    { decision, moved }: Deciding<Result>,
  ): Promise<{ readonly plan: MonitoringPlan; readonly result: Result }> {
    const patient = await this.patients.lock(command.client, patientId);
    if (patient === undefined) throw new PatientNotFoundError(patientId);
    const before = await this.store.find(command.client, patientId);
    const { stay } = moved ?? before ?? { stay: null };
    const known = before === undefined ? nothingDecided : decisionsOf(before);
    const facts: PlanFacts = { patientId, birthDate: patient.birthDate, stay, decisions: known };
    const pathway = this.#pathwayFor(stay?.pathway ?? generalPathway);
    const revision = (before?.revision ?? 0) + 1;
    const { decisions, result, ...entry } = await decision({ facts, before, pathway, revision });
    const plan = deriveMonitoringPlan({ ...facts, decisions }, { pathway, revision, at: instant(command.at) });
    await this.store.save(command.client, plan);
    command.audit({
      subject: { kind: 'plan', id: patientId },
      patientId,
      revision,
      text: entry.text,
      facts: { scale: plan.oxygenScale?.scale ?? 1, exclusion: plan.exclusion, ...entry.facts },
      state: plan,
    });
    await command.publish('monitoring-plans', patientId, plan);
    command.changed({ kind: 'plan', patientId });
    this.lapses.schedule(command, plan);
    await this.changed.run(command, { before, after: plan });
    return { plan, result };
  }

  async #expectRevision(command: Command, before: MonitoringPlan | undefined): Promise<void> {
    if (before === undefined) return;
    await command.expectRevision({ kind: 'plan', id: before.patientId }, this.#shown(before, instant(command.at)));
  }

  /** The newest rules of a pathway, or those for pathways that no rule set describes. */
  #pathwayFor(name: string): Pathway {
    const book = this.ruleBook.current;
    const pathway = book.newest(name) ?? book.newest(generalPathway);
    if (pathway === undefined) throw new NoPathwayError(name);
    return pathway;
  }

  #shown(plan: MonitoringPlan, at: Instant): Plan {
    return planInForce(plan, this.#rulesOf(plan), at);
  }

  #rulesOf({ ruleSet: { id, version } }: MonitoringPlan): Pathway {
    return this.ruleBook.current.pathway(id, version) ?? this.#pathwayFor(id);
  }
}

const RuleSetName = MonitoringPlan.shape.ruleSet;
