import {
  Benefits,
  Capacity,
  CapacitySnapshots,
  CapacityTargets,
  Forecast,
  type Instant,
  PublishedSeries,
  type SnapshotQuery,
  type WardId,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { serverClock } from '../time/server-clock.ts';
import { siteTime } from '../time/site-time.ts';
import { ask, askForFile } from './http.ts';
import { searchFor } from './lists.ts';
import { queryKeys } from './query-keys.ts';

const dayMs = 24 * 3_600_000;
/** Who hears no live events, as operations, sees a change this late at most. */
const freshForMs = 10_000;

/** Beds and patients in numbers, now or at another time; null for now. */
export const capacityQuery = (at: Instant | null) =>
  queryOptions({
    queryKey: queryKeys.capacity(at),
    queryFn: ({ signal }) => ask({ path: `/capacity${searchFor({ at })}`, schema: Capacity, signal }),
    staleTime: freshForMs,
  });

/** For how many days back snapshots are asked for. */
export const snapshotDays = [28, 91, 365] as const;
export type SnapshotDays = (typeof snapshotDays)[number];

/** Which snapshots; of all wards where `wardId` is null. */
export interface SnapshotFilter {
  readonly wardId: WardId | null;
  readonly every: SnapshotQuery['every'];
  readonly days: SnapshotDays;
}

export const snapshotsQuery = (filter: SnapshotFilter) =>
  queryOptions({
    queryKey: queryKeys.capacitySnapshots(filter),
    queryFn: ({ signal }) => ask({ path: snapshotsPath(filter), schema: CapacitySnapshots, signal }),
    // There is one more a day.
    staleTime: 5 * 60_000,
  });

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const mediaTypes = { csv: 'text/csv', xlsx } as const;
export type SnapshotFormat = keyof typeof mediaTypes;

/** The snapshots that are on screen as a file, in the columns of the published table. */
export const fetchSnapshotFile = (filter: SnapshotFilter, format: SnapshotFormat): Promise<Blob> =>
  askForFile(snapshotsPath(filter), mediaTypes[format]);

function snapshotsPath({ wardId, every, days }: SnapshotFilter): string {
  const from = siteTime.typedDate(serverClock.now() - days * dayMs);
  return `/capacity/snapshots${searchFor({ from, every, wardId })}`;
}

/** The national series, as far as it was imported. */
export const publishedQuery = queryOptions({
  queryKey: queryKeys.publishedCapacity(),
  queryFn: ({ signal }) => ask({ path: '/capacity/published', schema: PublishedSeries, signal }),
  staleTime: 30 * 60_000,
});

/** What is forecast: of all wards where `wardId` is null. */
export interface ForecastFilter {
  readonly wardId: WardId | null;
  readonly days: number;
  /** What if so many beds are closed. */
  readonly closeBeds: number;
  /** What if so many times the usual patients arrive. */
  readonly arrivals: number;
}

export const forecastQuery = (filter: ForecastFilter) =>
  queryOptions({
    queryKey: queryKeys.capacityForecast(filter),
    queryFn: ({ signal }) => {
      const { wardId, days, closeBeds, arrivals } = filter;
      const search = { wardId, days: String(days), closeBeds: String(closeBeds), arrivals: String(arrivals) };
      return ask({ path: `/capacity/forecast${searchFor(search)}`, schema: Forecast, signal });
    },
    staleTime: 5 * 60_000,
  });

export const targetsQuery = queryOptions({
  queryKey: queryKeys.capacityTargets(),
  queryFn: ({ signal }) => ask({ path: '/capacity/targets', schema: CapacityTargets, signal }),
  staleTime: 5 * 60_000,
});

/** For how many days back stays that ended count. */
export const benefitDays = [90, 365] as const;
export type BenefitDays = (typeof benefitDays)[number];

export const benefitsQuery = (days: BenefitDays) =>
  queryOptions({
    queryKey: queryKeys.benefits(days),
    queryFn: ({ signal }) => {
      const from = siteTime.typedDate(serverClock.now() - days * dayMs);
      return ask({ path: `/capacity/benefits${searchFor({ from })}`, schema: Benefits, signal });
    },
    staleTime: 5 * 60_000,
  });
