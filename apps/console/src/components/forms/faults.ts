import { t } from '@lingui/core/macro';
import { RefusedError } from '../../api/api-errors.ts';
import type { TypedTime } from '../../time/site-time.ts';
import { readDay } from '../../time/typed-text.ts';

/** One thing that is wrong in a form: where, by the path of what is sent, and what is expected. */
export interface FormFault {
  readonly path: string;
  readonly message: string;
}

/** What the service found wrong with what was sent, by path; empty where it refused it as a whole, or was not reached. */
export function faultsOf(error: Error | null): readonly FormFault[] {
  if (!(error instanceof RefusedError)) return [];
  return (error.problem.errors ?? []).map(({ path, message }) => ({ path, message: sentence(message) }));
}

/** Those of the faults that belong to no field of the form: they must be shown elsewhere. */
export const faultsWithout = (faults: readonly FormFault[], fields: readonly string[]): readonly FormFault[] =>
  faults.filter(({ path }) => !fields.includes(path));

const sentence = (words: string): string => words.charAt(0).toLocaleUpperCase('en-GB') + words.slice(1);

/** A required text that is blank, in words. */
export function required(path: string, text: string, message: string): readonly FormFault[] {
  return text.trim() === '' ? [{ path, message }] : [];
}

/** What is wrong with a time that was typed, in words. */
export const timeFaults = (path: string, time: TypedTime): readonly FormFault[] =>
  time.ok ? [] : [{ path, message: time.fault }];

/** What is wrong with a day that was typed, in words; a blank one is none and is for `required` to refuse. */
export const dayFaults = (path: string, day: string): readonly FormFault[] =>
  day.trim() === '' || readDay(day) !== undefined
    ? []
    : [{ path, message: t`Enter a day of the calendar, such as 21/11/2026` }];
