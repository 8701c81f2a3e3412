import type { Chart } from '../charts/chart.ts';
import type { Exclusion } from '../charts/chart-file.ts';
import type { CriticalValue, GeneralRulesFile } from './general-rules-file.ts';
import { ruleSetKey } from './rule-set-key.ts';

/** What holds on every pathway, with the charts that it names. */
export interface GeneralRules {
  readonly file: GeneralRulesFile;
  /** What a pathway names: `anybody@1`. */
  readonly key: string;
  /** The chart that serves in the place of one that is not for such a person; undefined where there is none. */
  chartFor(exclusion: Exclusion): Chart | undefined;
  /** The ages in completed years at which another critical value begins to hold. */
  readonly ageLimits: readonly number[];
}

export function generalRulesOf(file: GeneralRulesFile, chartOf: (id: string) => Chart | undefined): GeneralRules {
  const ages = [...file.always, ...file.withoutChart].flatMap(({ fromAge, underAge }) => [fromAge, underAge]);
  return {
    file,
    key: ruleSetKey(file.id, file.version),
    chartFor: (exclusion) => {
      const id = file.chartFor[exclusion];
      return id === undefined ? undefined : chartOf(id);
    },
    ageLimits: [...new Set(ages)].filter((age) => age !== undefined).toSorted((one, other) => one - other),
  };
}

/**
 * Whether a critical value holds at an age.
 *
 * @param age in completed years; undefined for a person who is not known to be a child.
 */
export function holdsAtAge({ fromAge, underAge }: CriticalValue, age: number | undefined): boolean {
  if (age === undefined) return underAge === undefined;
  return age >= (fromAge ?? 0) && age < (underAge ?? Infinity);
}
