import { AlertBurden, type WardId } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { serverClock } from '../time/server-clock.ts';
import { ask, askForText } from './http.ts';
import { queryKeys } from './query-keys.ts';

/** For how many days back the burden is asked for. */
export const burdenDays = [7, 28, 91, 365] as const;
export type BurdenDays = (typeof burdenDays)[number];

/** What the burden is asked of; null for all wards. */
export interface BurdenFilter {
  readonly days: BurdenDays;
  readonly wardId: WardId | null;
}

/** What alerts asked of people: numbers only. */
export const burdenQuery = (filter: BurdenFilter) =>
  queryOptions({
    queryKey: queryKeys.alertBurden(filter),
    queryFn: ({ signal }) => {
      const from = serverClock.now() - filter.days * 24 * 3_600_000;
      const search = searchFor({ from: new Date(from).toISOString(), wardId: filter.wardId });
      return ask({ path: `/alerts/burden?${search}`, schema: AlertBurden, signal });
    },
  });

/** The burden that is on screen, as comma-separated values. */
export const fetchBurdenCsv = ({ from, until, wardId }: AlertBurden): Promise<string> =>
  askForText(`/alerts/burden?${searchFor({ from, until, wardId })}`, 'text/csv');

function searchFor(parts: Readonly<Record<string, string | null>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value !== null) search.set(name, value);
  return search.toString();
}
