import { type ChartFile, type Exclusion, news2Chart, type ObservationCode } from '#libs/clinical';
import type { Score } from '#libs/contracts';
import { vitalName } from './vital-words.ts';

/** What the screen has to know of an early-warning chart to put its scores into words. */
export interface ChartView {
  /** As a score names it: `news2-2017`. */
  readonly id: string;
  readonly title: string;
  readonly notFor: readonly Exclusion[];
  /** Whether oxygen saturation has a second scale on it, so that the scale is worth a word. */
  readonly hasScale2: boolean;
  /** Undefined while the chart's file is not known. */
  readonly rounding?: 'half-up' | 'conservative';
  /** In the order of the chart. */
  readonly parameters: readonly { readonly name: string; readonly code: ObservationCode }[];
}

export function viewOfFile({ id, title, notFor, parameters, rounding = 'half-up' }: ChartFile): ChartView {
  const hasScale2 = parameters.some((parameter) => parameter.form === 'bands' && parameter.scale2 !== undefined);
  return { id, title, notFor, hasScale2, rounding, parameters };
}

export const news2View: ChartView = viewOfFile(news2Chart.file);

/**
 * The chart as far as a score itself shows it: for as long as the chart has not been fetched, or cannot be. What is
 * neither measured nor aged out has no code there, and is named by its parameter alone.
 */
export function viewOfScore({
  ruleSet,
  components,
  inputs,
}: Pick<Score, 'ruleSet' | 'components' | 'inputs'>): ChartView {
  const measured = inputs.map(({ parameter, code }) => ({ name: parameter, code }));
  const others = Object.keys(components).flatMap((name) => {
    const known = news2View.parameters.find((parameter) => parameter.name === name);
    return known === undefined || measured.some((parameter) => parameter.name === name) ? [] : [known];
  });
  return { id: ruleSet, title: 'Score', notFor: [], hasScale2: false, parameters: [...measured, ...others] };
}

/** `Respiration rate`; a parameter that the chart does not have is named by its own words. */
export function parameterName(chart: ChartView, parameter: string): string {
  const known = chart.parameters.find(({ name }) => name === parameter);
  if (known !== undefined) return vitalName(known.code).name;
  const words = parameter.replaceAll(/([A-Z])/g, ' $1').toLocaleLowerCase('en-GB');
  return words.charAt(0).toLocaleUpperCase('en-GB') + words.slice(1);
}

/** Parameters in a sentence: `temperature and pulse`, `temperature, pulse and consciousness`. */
export function parametersInWords(chart: ChartView, parameters: readonly string[]): string {
  return listInWords(parameters.map((parameter) => lowerFirst(parameterName(chart, parameter))));
}

/** `a`, `a and b`, `a, b and c`. */
export function listInWords(words: readonly string[]): string {
  const last = words.at(-1);
  if (last === undefined || words.length === 1) return last ?? '';
  return `${words.slice(0, -1).join(', ')} and ${last}`;
}

const lowerFirst = (words: string): string => words.charAt(0).toLocaleLowerCase('en-GB') + words.slice(1);
