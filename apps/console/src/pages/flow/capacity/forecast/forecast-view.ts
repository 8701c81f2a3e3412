import { WardId } from '#libs/contracts';
import type { ForecastFilter } from '../../../../api/capacity.ts';
import { pathTo } from '../../../../navigation/paths.ts';

export const forecastDays = [7, 14, 28] as const;
export type ForecastDays = (typeof forecastDays)[number];

/** What is asked: of which ward, how far, and what if. */
export interface ForecastView {
  /** Null for all wards. */
  readonly wardId: WardId | null;
  readonly days: ForecastDays;
  readonly whatIf: WhatIf;
}

/** What is supposed: nothing where both are 0. */
export interface WhatIf {
  /** So many beds are closed from today on. */
  readonly closeBeds: number;
  /** So many more patients arrive than usual, in %; fewer below 0. */
  readonly moreArrivals: number;
}

export const asItIs: WhatIf = { closeBeds: 0, moreArrivals: 0 };
export const isAsItIs = ({ closeBeds, moreArrivals }: WhatIf): boolean => closeBeds === 0 && moreArrivals === 0;

/** What the service can be asked for. */
const limits = { closeBeds: { least: 0, most: 10_000 }, moreArrivals: { least: -100, most: 900 } } as const;

/** A whole number that was typed, within what can be asked for; undefined where it is none. */
export function readWhatIf(typed: string, of: keyof WhatIf): number | undefined {
  const { least, most } = limits[of];
  const text = typed.trim();
  const number = text === '' ? 0 : Number(text);
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

/** What the address asks for: `?ward=…&days=14&close=5&more=30`. */
export function forecastViewIn(search: string): ForecastView {
  const asked = new URLSearchParams(search);
  return {
    wardId: WardId.safeParse(asked.get('ward')).data ?? null,
    days: forecastDays.find((days) => days === Number(asked.get('days'))) ?? 14,
    whatIf: {
      closeBeds: readWhatIf(asked.get('close') ?? '', 'closeBeds') ?? 0,
      moreArrivals: readWhatIf(asked.get('more') ?? '', 'moreArrivals') ?? 0,
    },
  };
}

export function addressOfForecast({ wardId, days, whatIf }: ForecastView): string {
  const asked = new URLSearchParams({ days: String(days) });
  if (wardId !== null) asked.set('ward', wardId);
  if (whatIf.closeBeds !== 0) asked.set('close', String(whatIf.closeBeds));
  if (whatIf.moreArrivals !== 0) asked.set('more', String(whatIf.moreArrivals));
  return `${pathTo.capacityForecast}?${asked.toString()}`;
}

export const filterOf = ({ wardId, days }: ForecastView, { closeBeds, moreArrivals }: WhatIf): ForecastFilter => ({
  wardId,
  days,
  closeBeds,
  arrivals: (100 + moreArrivals) / 100,
});
