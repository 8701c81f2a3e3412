import { type ObservationCode, observationCodes, observationKinds } from '#libs/clinical';
import { alertTiers, type PersonalThreshold, type Plan, type PlanChange, type ThresholdId } from '#libs/contracts';
import { z } from 'zod';
import { dayFaults, type FormFault, required } from '../../components/forms/faults.ts';
import { siteTime } from '../../time/site-time.ts';
import { vitalName } from '../../components/words/vital-words.ts';

type AskedThreshold = NonNullable<PlanChange['thresholds']>[number];

/** A new personal limit as it is being typed in. */
export const ThresholdForm = z
  .object({
    effect: z.enum(['alert', 'accept']),
    code: z.enum(observationCodes),
    direction: z.enum(['above', 'below']),
    limit: z.string(),
    tier: z.enum(alertTiers),
    reason: z.string(),
    /** The day, as typed. */
    reviewOn: z.string(),
  })
  .readonly();
export type ThresholdForm = z.infer<typeof ThresholdForm>;

/** The codes whose values are numbers: only those have limits. */
export const limitedCodes: readonly ObservationCode[] = observationCodes.filter(
  (code) => observationKinds[code].form === 'quantity',
);

/** One that stays as it was decided. */
function unchanged(threshold: PersonalThreshold): AskedThreshold {
  const { id, effect, code, direction, limit, reason, reviewAt } = threshold;
  const same = { id, effect, code, direction, limit, reason, reviewAt };
  return threshold.effect === 'alert' ? { ...same, tier: threshold.tier } : same;
}

/** Every limit of the plan, as it was decided, and one more. */
export const withThreshold = (plan: Pick<Plan, 'thresholds'>, form: ThresholdForm): PlanChange => ({
  thresholds: [...plan.thresholds.map(unchanged), asked(form)],
});

/** Every limit of the plan, as it was decided, but one. */
export const withoutThreshold = (plan: Pick<Plan, 'thresholds'>, gone: ThresholdId): PlanChange => ({
  thresholds: plan.thresholds.filter(({ id }) => id !== gone).map(unchanged),
});

/** Of a form; what it accepts has no tier, since it raises no alert. */
function asked(form: ThresholdForm): AskedThreshold {
  const { effect, code, direction, tier, reason } = form;
  const same = { effect, code, direction, limit: numberOf(form.limit), reason: reason.trim() };
  return { ...same, reviewAt: siteTime.endOfDay(form.reviewOn), ...(effect === 'alert' ? { tier } : {}) };
}

/** What is missing; `index` is the limit's index among all that are sent, by which the service names its faults. */
export function thresholdFaults(form: ThresholdForm, index: number): readonly FormFault[] {
  const path = thresholdPath(index);
  const { name, unit } = vitalName(form.code);
  const isNumber = form.limit.trim() !== '' && !Number.isNaN(numberOf(form.limit));
  return [
    ...(isNumber
      ? []
      : [{ path: path('limit'), message: `Enter the limit of ${name} as a number${unit === '' ? '' : `, ${unit}`}` }]),
    ...required(path('reason'), form.reason, 'Enter why'),
    ...required(path('reviewAt'), form.reviewOn, 'Enter the day by which it is to be reviewed'),
    ...dayFaults(path('reviewAt'), form.reviewOn),
  ];
}

export const thresholdPath =
  (index: number) =>
  (field: keyof AskedThreshold): string =>
    `thresholds.${String(index)}.${field}`;

const numberOf = (typed: string): number => Number(typed.trim().replace(',', '.'));
