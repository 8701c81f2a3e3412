import type { RuleBook } from '#libs/clinical';
import { HomewardError, type MonitoringPlan, type OxygenScalePrescription, type StayId } from '#libs/contracts';

import { type PlanVersion, validityOf } from './plan-version.ts';
import { type WatchedStay, watchedStay } from './watched-stay.ts';

const minuteInMs = 60_000;
const hourInMs = 60 * minuteInMs;

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

/** A time during which nobody waits for readings. */
export interface PauseMs {
  readonly fromMs: number;
  readonly untilMs: number;
}

interface ScalePeriod extends PauseMs {
  readonly prescription: OxygenScalePrescription;
}

/**
 * Every version of a patient's plan by when it held. What holds at a moment is what had been decided by then, whenever the
 * news of it came; but a prescription of the SpO2 scale holds from when it was prescribed, which may be before it was
 * entered, as far back as readings may be late.
 */
export class PlanVersions {
  readonly #rules: RuleBook;
  readonly #defaultLatenessHours: number;
  #plans: readonly MonitoringPlan[] = [];
  #versions: readonly PlanVersion[] = [];
  #scalePeriods: readonly ScalePeriod[] = [];
  #boundariesMs: readonly number[] = [];
  #stays: readonly WatchedStay[] = [];
  readonly #pauses = new Map<StayId, readonly PauseMs[]>();

  constructor(plans: readonly MonitoringPlan[], rules: RuleBook, defaults: { readonly latenessHours: number }) {
    this.#rules = rules;
    this.#defaultLatenessHours = defaults.latenessHours;
    this.#put(plans);
  }

  /** The newest plan; undefined before the first. */
  get newest(): MonitoringPlan | undefined {
    return this.#plans.at(-1);
  }

  get latenessMs(): number {
    return (this.newest?.latenessHours ?? this.#defaultLatenessHours) * hourInMs;
  }

  has(plan: MonitoringPlan): boolean {
    return this.#plans.some(({ revision }) => revision === plan.revision);
  }

  add(plan: MonitoringPlan): void {
    this.#put([...this.#plans, plan]);
  }

  /** From when on the history may differ once this plan is known. */
  differsFromMs(plan: MonitoringPlan): number {
    const changedAtMs = Date.parse(plan.changedAt);
    if (plan.oxygenScale === null) return changedAtMs;
    return Math.min(changedAtMs, this.#heldFromMs(plan.oxygenScale, changedAtMs));
  }

  /** What was planned at a moment. */
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

  /** The prescription that put the SpO2 on scale 2 at a moment; undefined on scale 1. */
  prescriptionAt(atMs: number): OxygenScalePrescription | undefined {
    return this.#scalePeriods.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)?.prescription;
  }

  /** Times at which something about the plan begins or ends by itself, within a period, in no order. */
  boundariesMs(fromMs: number, untilMs: number): readonly number[] {
    return this.#boundariesMs.filter((atMs) => atMs >= fromMs && atMs < untilMs);
  }

  /** Whether a plan was changed at this instant. */
  isChangeMs(atMs: number): boolean {
    return this.#versions.some(({ fromMs }) => fromMs === atMs);
  }

  /** When nobody waited for readings during a stay. A pause that a later version no longer has was ended by it. */
  pausesOf(stayId: StayId): readonly PauseMs[] {
    const known = this.#pauses.get(stayId);
    if (known !== undefined) return known;
    const pauses = pausesIn(this.#stays.find((stay) => stay.stayId === stayId)?.versions ?? []);
    this.#pauses.set(stayId, pauses);
    return pauses;
  }

  #put(plans: readonly MonitoringPlan[]): void {
    this.#plans = [...plans].sort((one, other) => one.revision - other.revision);
    this.#versions = this.#versionsOf(this.#plans);
    this.#scalePeriods = this.#scalePeriodsOf();
    this.#boundariesMs = this.#versions.flatMap((version) => [...boundariesOf(version), version.fromMs]);
    this.#boundariesMs = [
      ...this.#boundariesMs,
      ...this.#scalePeriods.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    ].filter(Number.isFinite);
    this.#stays = staysOf(this.#versions);
    this.#pauses.clear();
  }

  #versionsOf(plans: readonly MonitoringPlan[]): readonly PlanVersion[] {
    const general = this.#rules.newest('general');
    if (general === undefined) throw new UnknownRuleSetError('general', undefined);
    const unplanned = { plan: undefined, fromMs: -Infinity, pathway: general };
    const found = plans.map((plan) => {
      const { id, version } = plan.ruleSet;
      const pathway = this.#rules.pathway(id, version);
      if (pathway === undefined) throw new UnknownRuleSetError(id, version);
      return { plan, fromMs: Date.parse(plan.changedAt), pathway };
    });
    return [unplanned, ...found].map((version, index) => ({
      ...version,
      untilMs: found[index]?.fromMs ?? Infinity,
      chart: version.pathway.chart,
      validForMs: validityOf(version.plan, version.pathway),
    }));
  }

  #heldFromMs({ prescribedAt }: OxygenScalePrescription, enteredAtMs: number): number {
    return Math.max(Date.parse(prescribedAt), enteredAtMs - this.latenessMs);
  }

  #scalePeriodsOf(): readonly ScalePeriod[] {
    const periods: ScalePeriod[] = [];
    for (const { plan, fromMs, untilMs } of this.#versions) {
      const prescription = plan?.oxygenScale;
      if (prescription === null || prescription === undefined) continue;
      const last = periods.at(-1);
      const endsMs = Math.min(untilMs, Date.parse(prescription.reviewAt));
      if (last?.untilMs === fromMs && isSame(last.prescription, prescription)) {
        periods[periods.length - 1] = { ...last, untilMs: endsMs };
      } else {
        const heldFromMs = Math.max(this.#heldFromMs(prescription, fromMs), last?.untilMs ?? -Infinity);
        periods.push({ prescription, fromMs: heldFromMs, untilMs: endsMs });
      }
    }
    return periods.filter(({ fromMs, untilMs }) => fromMs < untilMs);
  }
}

function staysOf(versions: readonly PlanVersion[]): readonly WatchedStay[] {
  const byStay = Map.groupBy(versions, ({ plan }) => plan?.stay?.stayId);
  return [...byStay].flatMap(([stayId, ofStay]) => (stayId === undefined ? [] : [watchedStay(stayId, ofStay)]));
}

function isSame(one: OxygenScalePrescription, other: OxygenScalePrescription): boolean {
  return (
    one.prescribedAt === other.prescribedAt &&
    one.reviewAt === other.reviewAt &&
    one.prescribedBy === other.prescribedBy &&
    one.reason === other.reason
  );
}

/** When something of this version lapses or begins while it holds. */
function boundariesOf({ plan, fromMs, untilMs }: PlanVersion): readonly number[] {
  if (plan === undefined) return [];
  const times = [
    ...plan.thresholds.map(({ reviewAt }) => reviewAt),
    plan.ceilingOfCare?.reviewAt ?? null,
    plan.scoredFrom,
  ];
  return times
    .flatMap((time) => (time === null ? [] : [Date.parse(time)]))
    .filter((atMs) => atMs > fromMs && atMs < untilMs);
}

function pausesIn(versions: readonly PlanVersion[]): readonly PauseMs[] {
  const pauses = new Map<string, PauseMs>();
  for (const { plan, fromMs } of versions) {
    const named = new Set(plan?.pauses.map(({ id }) => String(id)));
    for (const [id, pause] of pauses) {
      if (!named.has(id) && pause.untilMs > fromMs) pauses.set(id, { ...pause, untilMs: fromMs });
    }
    for (const { id, from, until } of plan?.pauses ?? []) {
      pauses.set(id, { fromMs: Date.parse(from), untilMs: Date.parse(until) });
    }
  }
  return [...pauses.values()]
    .filter(({ fromMs, untilMs }) => fromMs < untilMs)
    .sort((one, other) => one.fromMs - other.fromMs);
}
