import { rangeInWords, type SaturationRange, targetOfScale2 } from '#libs/clinical';
import { instant, type Instant, type PersonReference, type PlanChange, type TargetSaturation } from '#libs/contracts';
import type { PlanDecisions } from './monitoring-plan.ts';
import type { PlanFault } from './plan-errors.ts';
import { timeFaults } from './plan-faults.ts';

type Known = Pick<PlanDecisions, 'oxygenScale' | 'targetSaturation'>;

/** Faults of a target range of saturation by itself, and beside the scale that holds once the change is made. */
export function targetSaturationFaults(change: PlanChange, known: Known, at: Instant): readonly PlanFault[] {
  const asked = change.targetSaturation;
  const own = asked === undefined || asked === null ? [] : [...orderFaults(asked), ...reviewedFaults(asked, at)];
  return [...own, ...scaleFaults(change, known, at)];
}

function orderFaults({ from, to }: SaturationRange): readonly PlanFault[] {
  if (from < to) return [];
  return [
    { path: 'targetSaturation.to', message: `found ${String(to)}; expected more than ${String(from)}, the lower end` },
  ];
}

function reviewedFaults({ reviewAt }: { readonly reviewAt: string }, at: Instant): readonly PlanFault[] {
  return timeFaults('targetSaturation', { reviewAt }, at);
}

/**
 * Scale 2 is for one target alone.
 *
 * @see Royal College of Physicians, NEWS2 (2017): for a prescribed saturation of 88 to 92 %.
 */
function scaleFaults(change: PlanChange, known: Known, at: Instant): readonly PlanFault[] {
  if (change.oxygenScale === undefined && change.targetSaturation === undefined) return [];
  const scale = change.oxygenScale === undefined ? live(known.oxygenScale, at) : change.oxygenScale;
  const target = change.targetSaturation === undefined ? live(known.targetSaturation, at) : change.targetSaturation;
  if (scale === null || target === null) return [];
  if (target.from === targetOfScale2.from && target.to === targetOfScale2.to) return [];
  const path = change.targetSaturation === undefined ? 'oxygenScale' : 'targetSaturation';
  const found = `found SpO2 scale 2 with a target of ${rangeInWords(target)}`;
  const expected = `expected ${rangeInWords(targetOfScale2)}, which that scale is for, or scale 1`;
  return [{ path, message: `${found}; ${expected}` }];
}

function live<Decision extends { readonly reviewAt: Instant }>(
  decision: Decision | null,
  at: Instant,
): Decision | null {
  return decision !== null && decision.reviewAt > at ? decision : null;
}

/** The target once the change is made. */
export function targetSaturationAfter(
  asked: PlanChange['targetSaturation'],
  known: TargetSaturation | null,
  { by, at }: { readonly by: PersonReference; readonly at: Instant },
): TargetSaturation | null {
  if (asked === undefined) return known;
  if (asked === null) return null;
  const { from, to, reason, reviewAt } = asked;
  return { from, to, reason, prescribedBy: by, prescribedAt: at, reviewAt: instant(Date.parse(reviewAt)) };
}
