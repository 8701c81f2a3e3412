import { type ObservationCode, observationCodes, observationKinds } from '#libs/clinical';
import type { AlertTier, PersonalThreshold, PlanChange } from '#libs/contracts';
import { type FormFault, required } from '../../components/forms/faults.ts';
import { endOfDay } from '../../components/words/local-time.ts';
import { vitalName } from '../../components/words/vital-words.ts';

export type AskedThreshold = NonNullable<PlanChange['thresholds']>[number];

/** A new personal limit as it is being typed in. */
export interface ThresholdForm {
  readonly effect: 'alert' | 'accept';
  readonly code: ObservationCode;
  readonly direction: 'above' | 'below';
  readonly limit: string;
  readonly tier: AlertTier;
  readonly reason: string;
  /** The day, as typed. */
  readonly reviewOn: string;
}

/** The codes whose values are numbers: only those have limits. */
export const limitedCodes: readonly ObservationCode[] = observationCodes.filter(
  (code) => observationKinds[code].form === 'quantity',
);

/** One that stays as it was decided. */
export function kept(threshold: PersonalThreshold): AskedThreshold {
  const { id, effect, code, direction, limit, reason, reviewAt } = threshold;
  const same = { id, effect, code, direction, limit, reason, reviewAt };
  return threshold.effect === 'alert' ? { ...same, tier: threshold.tier } : same;
}

/** Of a form; what it accepts has no tier, since it alerts nobody. */
export function asked(form: ThresholdForm): AskedThreshold {
  const { effect, code, direction, tier, reason } = form;
  const same = { effect, code, direction, limit: numberOf(form.limit), reason: reason.trim() };
  return { ...same, reviewAt: endOfDay(form.reviewOn), ...(effect === 'alert' ? { tier } : {}) };
}

/** What is missing; `index` is the limit's place among all that are sent, by which the service names its faults. */
export function thresholdFaults(form: ThresholdForm, index: number): readonly FormFault[] {
  const path = thresholdPath(index);
  const { name, unit } = vitalName(form.code);
  const isNumber = form.limit.trim() !== '' && !Number.isNaN(numberOf(form.limit));
  return [
    ...(isNumber
      ? []
      : [{ path: path('limit'), message: `Enter the limit of ${name} as a number${unit === '' ? '' : `, ${unit}`}` }]),
    ...required(path('reason'), form.reason, 'Enter why'),
    ...required(path('reviewAt'), endOfDay(form.reviewOn), 'Enter the day by which it is to be reviewed'),
  ];
}

export const thresholdPath =
  (index: number) =>
  (field: keyof AskedThreshold): string =>
    `thresholds.${String(index)}.${field}`;

const numberOf = (typed: string): number => Number(typed.trim().replace(',', '.'));
