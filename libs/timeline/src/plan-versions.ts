import type { RuleBook } from '#libs/clinical';
import {
  HomewardError,
  type MonitoringPlan,
  type OxygenScalePrescription,
  type PauseId,
  type StayId,
} from '#libs/contracts';

import { type Outage, pausesByOutages } from './outage.ts';
import { type PlanVersion, validityOf } from './plan-version.ts';
import { periodsOfPerson } from './person-over-time.ts';
import { type WatchedStay, watchedStay } from './watched-stay.ts';

const hourInMs = 3_600_000;

/** A plan names rules that are not in the rule book here: nothing is scored by other rules instead. */
export class UnknownRuleSetError extends HomewardError {
  readonly code = 'rule-set-unknown';
  readonly transient = true;
  constructor(id: string, version: number | undefined) {
    const wanted = version === undefined ? id : `${id}@${String(version)}`;
    super(`The rule set ${wanted} is not here: expected it among the rule sets that this service has read.`, {
      ruleSet: wanted,
    });
  }
}

/** A time during which no reading is waited for. */
export interface PauseMs {
  readonly fromMs: number;
  readonly untilMs: number;
}

interface ScalePeriod extends PauseMs {
  readonly prescription: OxygenScalePrescription;
}

/**
 * Every version of a patient's plan by when it held, and the outages during which no reading could come. What holds at a
 * time is what had been decided by then, whenever the news of it came; but a prescription of the SpO2 scale holds from when
 * it was prescribed, which may be before it was entered, as far back as readings may be late. Never changes.
 */
export class PlanVersions {
  /** When nothing could come in from anywhere, in order. */
  readonly outages: readonly Outage[];
  readonly #rules: RuleBook;
  readonly #plans: readonly MonitoringPlan[];
  readonly #versions: readonly PlanVersion[];
  readonly #scalePeriods: readonly ScalePeriod[];
  readonly #boundariesMs: readonly number[];
  readonly #stays: readonly WatchedStay[];
  readonly #pauses = new Map<StayId, readonly PauseMs[]>();

  /** @throws UnknownRuleSetError where a plan names rules that the rule book does not have. */
  constructor(plans: readonly MonitoringPlan[], rules: RuleBook, outages: readonly Outage[] = []) {
    this.outages = outages;
    this.#rules = rules;
    this.#plans = plans.toSorted((one, other) => one.revision - other.revision);
    this.#versions = versionsOf(this.#plans, rules);
    this.#scalePeriods = scalePeriodsOf(this.#versions);
    this.#boundariesMs = [
      ...this.#versions.flatMap((version) => [...boundariesOf(version), version.fromMs]),
      ...this.#scalePeriods.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    ].filter(Number.isFinite);
    this.#stays = staysOf(this.#versions);
  }

  /** The newest plan; undefined before the first. */
  get newest(): MonitoringPlan | undefined {
    return this.#plans.at(-1);
  }

  has(plan: MonitoringPlan): boolean {
    return this.#plans.some(({ revision }) => revision === plan.revision);
  }

  /** These and further plans, with the outages that are known now. */
  with(plans: readonly MonitoringPlan[], outages: readonly Outage[] = this.outages): PlanVersions {
    if (plans.length === 0 && outages === this.outages) return this;
    return new PlanVersions([...this.#plans, ...plans], this.#rules, outages);
  }

  /** From when on the history may differ once this plan is known. */
  differsFromMs(plan: MonitoringPlan): number {
    const changedAtMs = Date.parse(plan.changedAt);
    return plan.oxygenScale === null ? changedAtMs : Math.min(changedAtMs, heldFromMs(plan, plan.oxygenScale));
  }

  /** What was planned at a time. */
  at(atMs: number): PlanVersion {
    for (let index = this.#versions.length - 1; index > 0; index -= 1) {
      const version = this.#versions[index];
      if (version !== undefined && version.fromMs <= atMs) return version;
    }
    const [first] = this.#versions;
    // There always is one: what holds before the first plan.
    if (first === undefined) throw new TypeError('A history without a plan version.');
    return first;
  }

  /** The versions that held at any time within a period, in order. */
  during(fromMs: number, untilMs: number): readonly PlanVersion[] {
    return this.#versions.filter((version) => version.fromMs < untilMs && version.untilMs > fromMs);
  }

  /** Every stay that a version speaks of, in order. */
  get stays(): readonly WatchedStay[] {
    return this.#stays;
  }

  /** The prescription that puts the SpO2 on scale 2 at a time; undefined on scale 1. */
  prescriptionAt(atMs: number): OxygenScalePrescription | undefined {
    return this.#scalePeriods.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)?.prescription;
  }

  /** Times at which something about the plan begins or ends by itself, within a period, in no order. */
  boundariesMs(fromMs: number, untilMs: number): readonly number[] {
    return this.#boundariesMs.filter((atMs) => atMs >= fromMs && atMs < untilMs);
  }

  /** Whether a plan was changed at this instant. */
  isChangeMs(atMs: number): boolean {
    return this.#versions.some(({ plan, fromMs }) => fromMs === atMs && fromMs === startOf(plan));
  }

  /**
   * When no reading was waited for during a stay. A pause that a later version no longer has was ended by it.
   *
   * @param openOutageUntilMs when an outage that still lasts is taken to end.
   */
  pausesOf(stayId: StayId, openOutageUntilMs = Infinity): readonly PauseMs[] {
    const planned =
      this.#pauses.get(stayId) ?? pausesIn(this.#stays.find((stay) => stay.stayId === stayId)?.versions ?? []);
    this.#pauses.set(stayId, planned);
    return this.outages.length === 0 ? planned : [...planned, ...pausesByOutages(this.outages, openOutageUntilMs)];
  }
}

function versionsOf(plans: readonly MonitoringPlan[], rules: RuleBook): readonly PlanVersion[] {
  const general = rules.newest('general');
  if (general === undefined) throw new UnknownRuleSetError('general', undefined);
  const unplanned = { plan: undefined, fromMs: -Infinity, pathway: general };
  const found = plans.map((plan) => {
    const { id, version } = plan.ruleSet;
    const pathway = rules.pathway(id, version);
    if (pathway === undefined) throw new UnknownRuleSetError(id, version);
    return { plan, fromMs: Date.parse(plan.changedAt), pathway };
  });
  const versions: PlanVersion[] = [];
  for (const [index, version] of [unplanned, ...found].entries()) {
    const validForMs = validityOf(version.plan, version.pathway);
    const periods = periodsOfPerson({ ...version, untilMs: found[index]?.fromMs ?? Infinity });
    for (const period of periods) versions.push({ ...version, ...period, validForMs, before: versions.at(-1) });
  }
  return versions;
}

function startOf(plan: MonitoringPlan | undefined): number {
  return plan === undefined ? -Infinity : Date.parse(plan.changedAt);
}

/** In the order of the versions: where two overlap, the first holds. So a version never changes what held before it. */
function scalePeriodsOf(versions: readonly PlanVersion[]): readonly ScalePeriod[] {
  return versions.flatMap(({ plan, untilMs }) => {
    const prescription = plan?.oxygenScale ?? null;
    if (plan === undefined || prescription === null) return [];
    const period = {
      fromMs: heldFromMs(plan, prescription),
      untilMs: Math.min(untilMs, Date.parse(prescription.reviewAt)),
    };
    return period.fromMs < period.untilMs ? [{ prescription, ...period }] : [];
  });
}

/** From when on a prescription holds: as far back as the plan it was entered with lets readings be late. */
function heldFromMs({ changedAt, latenessHours }: MonitoringPlan, { prescribedAt }: OxygenScalePrescription): number {
  return Math.max(Date.parse(prescribedAt), Date.parse(changedAt) - latenessHours * hourInMs);
}

function staysOf(versions: readonly PlanVersion[]): readonly WatchedStay[] {
  const byStay = Map.groupBy(versions, ({ plan }) => plan?.stay?.stayId);
  return [...byStay].flatMap(([stayId, ofStay]) => (stayId === undefined ? [] : [watchedStay(stayId, ofStay)]));
}

/** When something of this version lapses while it holds. */
function boundariesOf({ plan, fromMs, untilMs }: PlanVersion): readonly number[] {
  if (plan === undefined) return [];
  const times = [
    ...plan.thresholds.map(({ reviewAt }) => reviewAt),
    ...(plan.absences ?? []).map(({ reviewAt }) => reviewAt),
    plan.ceilingOfCare?.reviewAt ?? null,
    plan.targetSaturation?.reviewAt ?? null,
  ];
  return times
    .flatMap((time) => (time === null ? [] : [Date.parse(time)]))
    .filter((atMs) => atMs > fromMs && atMs < untilMs);
}

/** Each pause for as long as the version that names it holds. What versions in a row say of one is put together again. */
function pausesIn(versions: readonly PlanVersion[]): readonly PauseMs[] {
  const found: PauseMs[] = [];
  const newest = new Map<PauseId, number>();
  for (const { plan, fromMs: changedMs, untilMs: replacedMs } of versions) {
    for (const { id, from, until } of plan?.pauses ?? []) {
      const pause = { fromMs: Math.max(Date.parse(from), changedMs), untilMs: Math.min(Date.parse(until), replacedMs) };
      if (pause.fromMs >= pause.untilMs) continue;
      const index = newest.get(id) ?? -1;
      const before = found[index];
      if (before?.untilMs === pause.fromMs) found[index] = { ...before, untilMs: pause.untilMs };
      else newest.set(id, found.push(pause) - 1);
    }
  }
  return found;
}
