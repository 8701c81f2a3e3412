import { roundedRatio } from './rounding.ts';

/** Occupancy above 1 as NHS England publishes it. */
const aboveAll = '100%*';

/**
 * Patients ÷ capacity as a fraction, true above 1.
 *
 * @returns null where there is no capacity.
 */
export function occupancyOf(patients: number, capacity: number): number | null {
  return capacity === 0 ? null : patients / capacity;
}

/**
 * Occupancy as people read it: one decimal, `71.2%`, rounded from the counts; `100%*` above 1, as it is published.
 *
 * @returns null where there is no capacity.
 */
export function occupancyShown(patients: number, capacity: number): string | null {
  if (capacity === 0) return null;
  return patients > capacity ? aboveAll : `${roundedRatio(patients * 100, capacity, 1)}%`;
}

/**
 * Beds for every 100,000 people, not rounded.
 *
 * @param population GP-registered, aged 16 and over; null where it is not known.
 * @returns null where there is no population.
 */
export function per100k(beds: number, population: number | null): number | null {
  return population === null || population === 0 ? null : (beds / population) * 100_000;
}
