import { observationKinds, type ObservationKind, type Pathway, unitInWords } from '#libs/clinical';
import { instant, type Instant, type PersonalThreshold, type PlanChange } from '#libs/contracts';
import type { PlanFault } from './plan-errors.ts';
import { sixteenthBirthday } from './sixteenth-birthday.ts';

export type AskedThreshold = NonNullable<PlanChange['thresholds']>[number];

/** The longest that a decision may stand before it is looked at again: a year, leap or not. */
const longestReviewMs = 366 * 24 * 3_600_000;

/** Faults of a time at which something is to be reviewed. */
export function reviewFaults(path: string, reviewAt: string, at: Instant): readonly PlanFault[] {
  const review = Date.parse(reviewAt);
  const expected = 'expected a time to come, at most a year ahead, at which it is looked at again';
  if (instant(review) <= at) {
    return [{ path, because: 'review-in-past', message: `found ${reviewAt}, which is in the past; ${expected}` }];
  }
  if (review > Date.parse(at) + longestReviewMs) return [{ path, message: `found ${reviewAt}; ${expected}` }];
  return [];
}

/** Faults of the times of a prescription. */
export function timeFaults(
  path: string,
  { reviewAt, prescribedAt }: { readonly reviewAt: string; readonly prescribedAt?: string | undefined },
  at: Instant,
): readonly PlanFault[] {
  const inFuture = prescribedAt !== undefined && instant(Date.parse(prescribedAt)) > at;
  return [
    ...reviewFaults(`${path}.reviewAt`, reviewAt, at),
    ...(inFuture
      ? [
          {
            path: `${path}.prescribedAt`,
            because: 'prescribed-in-future' as const,
            message: `found ${prescribedAt}, which lies in the future; expected now or earlier`,
          },
        ]
      : []),
  ];
}

/** `under-16` follows from the date of birth, and ends by it: it cannot be chosen for an older patient. */
export function exclusionFaults(
  exclusion: PlanChange['exclusion'],
  birthDate: string,
  at: Instant,
): readonly PlanFault[] {
  if (exclusion !== 'under-16' || at < sixteenthBirthday(birthDate)) return [];
  const message =
    'found under-16, which this patient is not; expected pregnant or null, as age follows from the date of birth';
  return [{ path: 'exclusion', message }];
}

/**
 * Faults of the personal thresholds by themselves and beside each other.
 *
 * An `alert` may be set for any code that is a number; that it can fire is looked at by `silentThresholdFaults`. An `accept` takes away the points of a chart's parameter, so it must name one of the chart in use. Neither can say anything of
 * the high tier of a score: an `accept` has no tier, and what it accepts is counted again for a score that is high with it.
 */
export function thresholdFaults(
  asked: readonly AskedThreshold[],
  context: { readonly known: readonly PersonalThreshold[]; readonly pathway: Pathway; readonly at: Instant },
): readonly PlanFault[] {
  return asked.flatMap((threshold, index) => {
    const path = `thresholds.${String(index)}`;
    return [
      ...identityFaults(path, threshold, { ...context, earlier: asked.slice(0, index) }),
      ...limitFaults(path, threshold),
      ...effectFaults(path, threshold, context.pathway),
      ...reviewFaults(`${path}.reviewAt`, threshold.reviewAt, context.at),
      ...asked.slice(0, index).flatMap((earlier, of) => contradictions(path, threshold, { earlier, of })),
    ];
  });
}

function identityFaults(
  path: string,
  { id }: AskedThreshold,
  { known, earlier }: { readonly known: readonly PersonalThreshold[]; readonly earlier: readonly AskedThreshold[] },
): readonly PlanFault[] {
  if (id === undefined) return [];
  if (!known.some((threshold) => threshold.id === id)) {
    return [{ path: `${path}.id`, message: `found ${id}; expected the id of a threshold of this plan, or none` }];
  }
  if (!earlier.some((threshold) => threshold.id === id)) return [];
  return [{ path: `${path}.id`, message: `found ${id} twice; expected each id once` }];
}

function limitFaults(path: string, { code, limit }: AskedThreshold): readonly PlanFault[] {
  // Widened from the table's own literal types, so that one test serves every code.
  const kind: ObservationKind = observationKinds[code];
  if (!('plausible' in kind)) {
    return [{ path: `${path}.code`, message: `found ${code}; expected a code whose values are numbers` }];
  }
  const { least, most } = kind.plausible;
  if (limit >= least && limit <= most) return [];
  const expected = `expected ${String(least)} to ${String(most)}${unitInWords(code)}, as a reading of ${code} can be`;
  return [{ path: `${path}.limit`, message: `found ${String(limit)}; ${expected}` }];
}

function effectFaults(path: string, { effect, tier, code }: AskedThreshold, pathway: Pathway): readonly PlanFault[] {
  if (effect === 'alert') {
    if (tier !== undefined) return [];
    return [{ path: `${path}.tier`, message: 'found none; expected low-medium, medium or high: what it alerts at' }];
  }
  const chart = pathway.chart;
  return [
    ...(tier === undefined
      ? []
      : [{ path: `${path}.tier`, message: `found ${tier}; expected none: what is accepted does not alert by itself` }]),
    ...(chart.indexOf(code) === -1
      ? [
          {
            path: `${path}.code`,
            message: `found ${code}; expected a parameter of ${chart.title}, whose points are accepted: ${chart.codes.join(', ')}`,
          },
        ]
      : []),
  ];
}

/** What two thresholds on one code cannot both say. */
function contradictions(
  path: string,
  threshold: AskedThreshold,
  { earlier, of }: { readonly earlier: AskedThreshold; readonly of: number },
): readonly PlanFault[] {
  if (threshold.code !== earlier.code) return [];
  const because = contradiction(threshold, earlier) ?? contradiction(earlier, threshold);
  if (because === undefined) return [];
  return [{ path: `${path}.limit`, message: `contradicts thresholds.${String(of)}: ${because}` }];
}

function contradiction(one: AskedThreshold, other: AskedThreshold): string | undefined {
  const words = `${other.effect} ${other.direction} ${String(other.limit)}`;
  if (one.direction !== other.direction) {
    const isGap =
      one.effect === 'alert' && other.effect === 'alert' && one.direction === 'above' && one.limit < other.limit;
    return isGap ? `with ${words}, every value alerts; expected room between them` : undefined;
  }
  if (one.effect === 'alert' && other.effect === 'accept') {
    const beyond = one.direction === 'above' ? one.limit < other.limit : one.limit > other.limit;
    return beyond
      ? `a value between would be accepted and alert (${words}); expected the alert at or beyond what is accepted`
      : undefined;
  }
  const sameEffect = one.effect === other.effect && one.tier === other.tier;
  return sameEffect
    ? `there is one already (${words}); expected one limit for each code, direction and tier`
    : undefined;
}
