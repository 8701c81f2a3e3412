import type { ServiceSettings } from '../running/service-settings.ts';

/** What was found, in words that say what to do where it is not good. */
export interface Finding {
  readonly good: boolean;
  readonly finding: string;
}

/** One thing to look at. An examination that rejects has found something wrong, and its message says what. */
export interface Examination {
  readonly what: string;
  readonly examine: (settings: ServiceSettings) => Promise<Finding>;
}

export const good = (finding: string): Finding => ({ good: true, finding });
export const wrong = (finding: string): Finding => ({ good: false, finding });

/** One finding of many faults, each on a line; good, in the given words, where there is none. */
export function unlessFaults(faults: readonly string[], words: string): Finding {
  return faults.length === 0 ? good(words) : wrong(faults.join('\n'));
}

export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
