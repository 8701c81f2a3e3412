import { occupancyOf, per100k } from './occupancy.ts';
import { roundedRatio } from './rounding.ts';

/** How one month of the national series was rounded. */
export interface PublishedStyle {
  readonly rounded: boolean;
  /** What stands for an occupancy above 1. */
  readonly aboveAll: '*' | '100%*';
}

/** The counts of one row. */
export interface PublishedCounts {
  readonly capacity: number;
  readonly patients: number;
  readonly population: number;
}

/**
 * How a month was published: the first ones as the spreadsheet had computed it, since November 2023 with one decimal per
 * 100,000 and three of occupancy.
 *
 * @param month such as `2024-02`.
 */
export function publishedStyle(month: string): PublishedStyle {
  return { rounded: month >= '2023-11', aboveAll: month < '2023-09' ? '*' : '100%*' };
}

/** Capacity per 100,000 and occupancy, digit for digit as the month published them. */
export function publishedDigits(
  { capacity, patients, population }: PublishedCounts,
  { rounded, aboveAll }: PublishedStyle,
): { readonly capacityPer100k: string; readonly occupancy: string } {
  const perPeople = per100k(capacity, population);
  const ratio = occupancyOf(patients, capacity);
  return {
    capacityPer100k:
      !rounded || perPeople === null ? written(perPeople) : short(roundedRatio(capacity * 100_000, population, 1)),
    occupancy:
      patients > capacity
        ? aboveAll
        : !rounded || ratio === null
          ? written(ratio)
          : short(roundedRatio(patients, capacity, 3)),
  };
}

const written = (figure: number | null): string => (figure === null ? '' : String(figure));
/** Without zeros at the end. */
const short = (digits: string): string => String(Number(digits));
