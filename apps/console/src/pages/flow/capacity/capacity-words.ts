import type { CapacityFigures } from '#libs/contracts';
import { t } from '@lingui/core/macro';

/** What stands where there is no figure. */
export const none = '–';

export const countWords = (count: number | null): string => (count === null ? none : String(count));

/** `4.2`: what it is of says that it is days. */
export const daysWords = (days: number | null): string => days?.toFixed(1) ?? none;

/** `112.5%`, true above all: where `100%*` is published, this is what it stands for. */
export const percentWords = (fraction: number | null): string =>
  fraction === null ? none : `${(fraction * 100).toFixed(1)}%`;

/**
 * Patients of beds as it is published: one decimal, `100%*` above all, halves rounded up. The service says it of every ward;
 * this is for what is only summed up here.
 */
export function occupancyWords(patients: number, beds: number): string {
  if (beds === 0) return none;
  if (patients > beds) return '100%*';
  return `${(Math.floor((patients * 2000 + beds) / (2 * beds)) / 10).toFixed(1)}%`;
}

/** `31 of 40`, or the load alone where it is not said how much the staff can care for. */
export function acuityWords({ acuityLoad, acuityPoints }: CapacityFigures): string {
  return acuityPoints === null ? String(acuityLoad) : t`${acuityLoad} of ${acuityPoints}`;
}

/** Whether patients need more care than the staff is there for. */
export const isOverstretched = ({ acuityLoad, acuityPoints }: CapacityFigures): boolean =>
  acuityPoints !== null && acuityLoad > acuityPoints;

/** Up from home and down from hospital; those of whom it is not known are said where there are any. */
export function stepWords({ up, down, unknown }: CapacityFigures['admissionsByStep']): string {
  const known = t`${up} up, ${down} down`;
  return unknown === 0 ? known : t`${known}, ${unknown} not known`;
}
