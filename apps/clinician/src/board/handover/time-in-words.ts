import type { Instant } from '#libs/contracts';

const dayOfYear = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' });

/** A date of birth, `1951-03-04`, as `4 March 1951`. */
export function dateInWords(date: string): string {
  return dayOfYear.format(new Date(`${date}T00:00:00Z`));
}

/** `45 min`, `3 h`, `4 days`: rounded down, so that nothing looks longer ago than it is known to be. */
export function spanInWords(minutes: number): string {
  if (minutes < 60) return `${String(Math.max(0, Math.floor(minutes)))} min`;
  if (minutes < 48 * 60) return `${String(Math.floor(minutes / 60))} h`;
  return `${String(Math.floor(minutes / (24 * 60)))} days`;
}

/** `just now`, `45 min ago`. */
export function agoInWords(at: Instant, now: Instant): string {
  const minutes = Math.floor((Date.parse(now) - Date.parse(at)) / 60_000);
  return minutes < 1 ? 'just now' : `${spanInWords(minutes)} ago`;
}

/** Whole years lived on the day of an instant in London. */
export function yearsLived(birthDate: string, now: Instant): number {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date(now));
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** `the device and the patient`. */
export function listInWords(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(words);
}

/** The first letter in upper case: the beginning of a sentence. */
export const capitalised = (words: string): string => words.charAt(0).toLocaleUpperCase('en-GB') + words.slice(1);

/** `999 123 4567`, as NHS numbers are read out. */
export const nhsNumberInWords = (digits: string): string =>
  `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
