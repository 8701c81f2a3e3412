import type { Pathway } from '#libs/clinical';
import {
  type CeilingOfCare,
  derivedId,
  exclusionsAt,
  instant,
  type Instant,
  type OxygenScalePrescription,
  type PersonalThreshold,
  type PersonReference,
  type PlanChange,
  ThresholdId,
} from '#libs/contracts';
import { chartOf, measuresOf, type PlanDecisions, type PlanFacts } from './monitoring-plan.ts';
import { planRefusal } from './plan-errors.ts';
import { type AskedThreshold, exclusionFaults, reviewFaults, thresholdFaults, timeFaults } from './plan-faults.ts';
import { absencesAfter, personalAbsenceFaults, silencedAbsences } from './personal-absences.ts';
import { pregnancyAfter, pregnancyFaults } from './pregnancy.ts';
import { silentThresholdFaults } from './silent-threshold-faults.ts';
import { targetSaturationAfter, targetSaturationFaults } from './target-saturation.ts';

/** Who asks for a change, when, and of which plan. */
export interface ChangeContext {
  readonly facts: PlanFacts;
  readonly pathway: Pathway;
  /** Of the plan that comes of it. */
  readonly revision: number;
  readonly by: PersonReference;
  readonly at: Instant;
}

/**
 * What is decided once the change is made; what it leaves out stays as it is.
 *
 * @throws ReviewInPastError, PrescribedInFutureError or PlanRefusedError with every fault: nothing is changed then.
 */
export function decide(change: PlanChange, context: ChangeContext): PlanDecisions {
  const { facts, pathway, at } = context;
  const known = facts.decisions.thresholds;
  const rules = rulesFor(context);
  const planned = {
    pathway: rules,
    measured: new Set(measuresOf(pathway, change.dueEveryMinutes ?? facts.decisions.dueEveryMinutes)),
    hasCeiling: (change.ceilingOfCare === undefined ? facts.decisions.ceilingOfCare : change.ceilingOfCare) !== null,
  };
  const faults = [
    ...(change.oxygenScale ? timeFaults('oxygenScale', change.oxygenScale, at) : []),
    ...targetSaturationFaults(change, facts.decisions, at),
    ...exclusionFaults(change.exclusion, facts.birthDate, at),
    ...pregnancyFaults(change, facts.decisions.pregnancy, at),
    ...thresholdFaults(change.thresholds ?? [], { known, pathway: rules, at }),
    ...silentThresholdFaults(change.thresholds ?? [], planned, (asked) =>
      staysAsDecided(
        asked,
        known.find(({ id }) => id === asked.id),
      ),
    ),
    ...personalAbsenceFaults(change.absences ?? [], at),
    ...(change.ceilingOfCare?.reviewAt === undefined
      ? []
      : reviewFaults('ceilingOfCare.reviewAt', change.ceilingOfCare.reviewAt, at)),
  ];
  if (faults.length > 0) throw planRefusal(faults);
  const { monitoring, validityMinutes, dueEveryMinutes, latenessHours, oxygenScale, ceilingOfCare } = change;
  return {
    ...facts.decisions,
    ...given({ monitoring, validityMinutes, dueEveryMinutes, latenessHours }),
    pregnancy: pregnancyAfter(change, facts.decisions.pregnancy, at),
    absences: absencesAfter(change.absences, facts.decisions.absences, context),
    targetSaturation: targetSaturationAfter(change.targetSaturation, facts.decisions.targetSaturation, context),
    ...(oxygenScale === undefined ? {} : { oxygenScale: prescription(oxygenScale, context) }),
    ...(ceilingOfCare === undefined ? {} : { ceilingOfCare: ceiling(ceilingOfCare, context) }),
    ...(change.thresholds === undefined ? {} : { thresholds: thresholdsOf(change.thresholds, context) }),
  };
}

/** The rules of the pathway, with the chart that is for the patient. */
function rulesFor({ facts, pathway, at }: ChangeContext): Pathway {
  const { exclusion, scoredFrom } = chartOf(facts, pathway, at);
  const exclusions = exclusionsAt({ exclusion, scoredFrom, pregnancy: facts.decisions.pregnancy }, Date.parse(at));
  return { ...pathway, chart: pathway.chartFor(exclusions) ?? pathway.chart };
}

/**
 * The parts of a change that only a prescriber decides, by their paths: scale 2, target saturation, exclusion, ceiling of care, that there is no pregnancy, an absence that is to alert no more, and every
 * `accept` threshold that would be added, changed or taken away before it lapses. Tightening is left to those who nurse.
 */
export function prescribersParts(
  change: PlanChange,
  { facts, at }: Pick<ChangeContext, 'facts' | 'at'>,
): readonly string[] {
  const known = facts.decisions.thresholds;
  const whole = [
    ...(['oxygenScale', 'targetSaturation', 'exclusion', 'ceilingOfCare'] as const).filter(
      (part) => change[part] !== undefined,
    ),
    // To say that there is one is safe in itself; that there was none puts the patient back on the usual chart.
    ...(change.pregnancy === null ? (['pregnancy'] as const) : []),
    ...silencedAbsences(change.absences ?? [], facts.decisions.absences),
  ];
  if (change.thresholds === undefined) return whole;
  const asked = change.thresholds;
  const accepted = asked.flatMap((threshold, index) => {
    const was = known.find(({ id }) => id === threshold.id);
    const touchesAccept = threshold.effect === 'accept' || was?.effect === 'accept';
    return touchesAccept && !staysAsDecided(threshold, was) ? [`thresholds.${String(index)}`] : [];
  });
  const takenAway = known.filter(
    ({ effect, id, reviewAt }) => effect === 'accept' && reviewAt > at && !asked.some((other) => other.id === id),
  );
  return [...whole, ...accepted, ...(takenAway.length > 0 && accepted.length === 0 ? ['thresholds'] : [])];
}

/** Whether what is asked for says the same as what was decided, which then stays with its author and date. */
function staysAsDecided(asked: AskedThreshold, was: PersonalThreshold | undefined): boolean {
  return (
    asked.effect === was?.effect &&
    asked.code === was.code &&
    asked.direction === was.direction &&
    asked.limit === was.limit &&
    asked.tier === (was.effect === 'alert' ? was.tier : undefined) &&
    asked.reason === was.reason &&
    instant(Date.parse(asked.reviewAt)) === was.reviewAt
  );
}

function thresholdsOf(asked: readonly AskedThreshold[], context: ChangeContext): PersonalThreshold[] {
  const { facts, revision, by, at } = context;
  return asked.map((threshold, index) => {
    const was = facts.decisions.thresholds.find(({ id }) => id === threshold.id);
    if (was !== undefined && staysAsDecided(threshold, was)) return was;
    const { code, direction, limit, reason, effect, tier } = threshold;
    const id =
      threshold.id ?? ThresholdId.parse(derivedId('threshold', facts.patientId, String(revision), String(index)));
    const reviewAt = instant(Date.parse(threshold.reviewAt));
    const decided = { id, code, direction, limit, reason, decidedBy: by, decidedAt: at, reviewAt };
    // An `alert` without a tier has been refused.
    if (effect === 'alert' && tier !== undefined) return { effect, tier, ...decided };
    return { effect: 'accept', ...decided };
  });
}

function prescription(
  asked: NonNullable<PlanChange['oxygenScale']> | null,
  { by, at }: ChangeContext,
): OxygenScalePrescription | null {
  if (asked === null) return null;
  const { scale, reason, reviewAt, prescribedAt } = asked;
  return {
    scale,
    reason,
    reviewAt: instant(Date.parse(reviewAt)),
    prescribedBy: by,
    prescribedAt: prescribedAt === undefined ? at : instant(Date.parse(prescribedAt)),
  };
}

function ceiling(
  asked: NonNullable<PlanChange['ceilingOfCare']> | null,
  { by, at }: ChangeContext,
): CeilingOfCare | null {
  if (asked === null) return null;
  const { alertAtMost, instruction, reason, reviewAt } = asked;
  return {
    alertAtMost,
    instruction: instruction ?? null,
    reason,
    decidedBy: by,
    decidedAt: at,
    reviewAt: reviewAt === undefined ? null : instant(Date.parse(reviewAt)),
  };
}

/** What was said, without what was left out. */
function given<Parts extends object>(parts: Parts): { [Part in keyof Parts]?: Exclude<Parts[Part], undefined> } {
  const said = Object.entries(parts).filter(([, value]) => value !== undefined);
  // The entries of the same object, those that are undefined left out.
  return Object.fromEntries(said) as { [Part in keyof Parts]?: Exclude<Parts[Part], undefined> };
}
