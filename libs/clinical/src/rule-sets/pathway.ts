import type { Chart } from '../charts/chart.ts';
import type { Exclusion } from '../charts/chart-file.ts';
import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import { type EventRule, eventRulesOf } from './event-rules.ts';
import type { GeneralRules } from './general-rules.ts';
import type { Measure, PathwayFile } from './pathway-file.ts';
import { ruleSetKey } from './rule-set-key.ts';
import { validForMinutes } from './validity.ts';

/** What a plan decides of how a code is measured; what it leaves out is as the pathway says. */
export interface MeasurePlan {
  readonly monitoring: 'intermittent' | 'continuous';
  /** Null where it is never due. */
  readonly everyMinutes?: number | null | undefined;
  readonly statedMinutes?: number | undefined;
}

/** A pathway's rules, with the chart and the general rules that they name. */
export interface Pathway {
  readonly file: PathwayFile;
  /** What a score names beside its chart: `heart-failure@1`. */
  readonly key: string;
  readonly chart: Chart;
  /** What holds on every pathway; undefined where the rule book has nothing of the kind. */
  readonly general: GeneralRules | undefined;
  /**
   * The chart for a person of whom this is true, and of whom what is true of everybody on the pathway is: the pathway's own,
   * or the one that takes its place; undefined where no chart is for them.
   */
  chartFor(exclusions: readonly Exclusion[]): Chart | undefined;
  /** What follows from an event; undefined where nothing does. */
  eventRuleOf(code: ObservationCode): EventRule | undefined;
  /** How a code is measured on the pathway; undefined where it is not. */
  measureOf(code: ObservationCode): Measure | undefined;
  /** For how many minutes a value may be used after it was taken; what the plan decides goes before what the pathway says. */
  validForMinutes(code: ObservationCode, decided: MeasurePlan): number;
}

interface NamedRules {
  readonly chart: Chart;
  readonly general: GeneralRules | undefined;
}

export function pathwayOf(file: PathwayFile, { chart, general }: NamedRules): Pathway {
  const measures = new Map(file.measures.map((measure) => [measure.code, measure]));
  const events = eventRulesOf(file.events, general?.file.events);
  return {
    file,
    key: ruleSetKey(file.id, file.version),
    chart,
    general,
    chartFor: (exclusions) => {
      const holding = file.exclusion === null ? exclusions : [file.exclusion, ...exclusions];
      const charts = [chart, ...holding.map((exclusion) => general?.chartFor(exclusion))];
      return charts.find((one) => one !== undefined && !holding.some((each) => one.file.notFor.includes(each)));
    },
    eventRuleOf: (code) => events.get(code),
    measureOf: (code) => measures.get(code),
    validForMinutes: (code, { monitoring, everyMinutes, statedMinutes }) => {
      const measure = measures.get(code);
      return validForMinutes(code, {
        everyMinutes: everyMinutes === undefined ? (measure?.everyMinutes ?? null) : everyMinutes,
        statedMinutes: statedMinutes ?? measure?.validForMinutes,
        monitoring,
      });
    },
  };
}
