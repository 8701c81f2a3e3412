import type { CapacitySnapshot, PublishedCapacity } from '#libs/contracts';
import { occupancyWords } from '../capacity-words.ts';

/** The snapshots of one day together. */
export interface DayFigures {
  readonly date: string;
  readonly capacity: number;
  readonly patients: number;
  /** True above 1; null where there is no capacity. */
  readonly occupancy: number | null;
  readonly occupancyShown: string;
  /** Of one ward alone: the population of several may be the same people. */
  readonly capacityPer100k: number | null;
  /** Whether one of them was made afterwards. */
  readonly isFromHistory: boolean;
}

/** The figures of each day, of all wards that there are snapshots of, in order of days. */
export function dayFigures(snapshots: readonly CapacitySnapshot[]): readonly DayFigures[] {
  return [...Map.groupBy(snapshots, ({ date }) => date)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([date, ofDay]) => {
      const capacity = ofDay.reduce((sum, one) => sum + one.capacity, 0);
      const patients = ofDay.reduce((sum, one) => sum + one.patients, 0);
      return {
        date,
        capacity,
        patients,
        occupancy: capacity === 0 ? null : patients / capacity,
        occupancyShown: occupancyWords(patients, capacity),
        capacityPer100k: ofDay.length === 1 ? (ofDay[0]?.capacityPer100k ?? null) : null,
        isFromHistory: ofDay.some(({ madeFrom }) => madeFrom === 'history'),
      };
    });
}

/** By what a series is known: the code of an integrated care board, or a name such as `ENGLAND`, which has none. */
export const seriesKey = ({ code, name }: PublishedCapacity): string => (/^\w+$/.test(code) ? code : name.trim());

export interface SeriesName {
  readonly key: string;
  readonly name: string;
}

/** Every series once, by its newest name, in the order in which they were published. */
export function seriesNames(published: readonly PublishedCapacity[]): readonly SeriesName[] {
  const names = new Map(published.map((row) => [seriesKey(row), row.name.trim()]));
  return [...names].map(([key, name]) => ({ key, name }));
}

/** One month of one's own and of the published series; either may be missing. */
export interface MonthBeside {
  readonly month: string;
  /** The last day that there is of the month: the last Thursday, in a monthly series. */
  readonly own: DayFigures | null;
  readonly published: PublishedCapacity | null;
}

/** Published months that stand there, whether or not there is anything of one's own. */
const mostPublished = 24;

/** The published series beside one's own figures, in order of months. */
export function monthsBeside(
  days: readonly DayFigures[],
  published: readonly PublishedCapacity[],
  key: string,
): readonly MonthBeside[] {
  const own = new Map(days.map((day) => [day.date.slice(0, 7), day]));
  const series = new Map(published.filter((row) => seriesKey(row) === key).map((row) => [row.month, row]));
  const newest = [...series.keys()].toSorted().slice(-mostPublished);
  return [...new Set([...newest, ...own.keys()])]
    .toSorted()
    .map((month) => ({ month, own: own.get(month) ?? null, published: series.get(month) ?? null }));
}
