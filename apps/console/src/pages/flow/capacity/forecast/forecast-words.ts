import type { Forecast } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { isAsItIs, type WhatIf } from './forecast-view.ts';

export type BackTest = NonNullable<Forecast['backTest']>;

/** Patients as far as they can be counted: at most one decimal. */
export const patientsWords = (patients: number): string => String(Math.round(patients * 10) / 10);

/** `12 to 17`. */
export const intervalWords = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  t`${patientsWords(low)} to ${patientsWords(high)}`;

/** Never certain where it is not: `under 1%`, `over 99%`. */
export function chanceWords(chance: number): string {
  if (chance > 0 && chance < 0.01) return t`under 1%`;
  if (chance < 1 && chance > 0.99) return t`over 99%`;
  return `${String(Math.round(chance * 100))}%`;
}

/** What is supposed: `5 beds closed, 30% more arrivals`. */
export function whatIfWords(whatIf: WhatIf): string {
  const { closeBeds, moreArrivals } = whatIf;
  if (isAsItIs(whatIf)) return t`As it is`;
  return [
    ...(closeBeds === 0 ? [] : [t`${closeBeds} beds closed`]),
    ...(moreArrivals > 0 ? [t`${moreArrivals}% more arrivals`] : []),
    ...(moreArrivals < 0 ? [t`${-moreArrivals}% fewer arrivals`] : []),
  ].join(', ');
}

/** How far off the forecast was, beside what anybody could have said. */
export function errorWords({ days, meanAbsoluteError, meanAbsoluteErrorOfLastWeek: ofLastWeek }: BackTest): string {
  const [own, other] = [meanAbsoluteError.toFixed(1), ofLastWeek.toFixed(1)];
  const verdict =
    meanAbsoluteError < ofLastWeek ? t`The forecast is better.` : t`The forecast is no better: do not rely on it.`;
  return t`Over ${days} days the forecast was ${own} patients off on average; “same as last week” was ${other} off. ${verdict}`;
}

/** How often the interval held what happened. Much less or more than it claims is said to be a fault of the forecast. */
export function coverageWords({ coverage }: BackTest): string {
  const share = chanceWords(coverage);
  const held = t`${share} of days lay within the interval; 80% are to.`;
  if (coverage < 0.75) return t`${held} The interval is too narrow: expect surprises.`;
  if (coverage > 0.85) return t`${held} The interval is wider than it need be.`;
  return held;
}
