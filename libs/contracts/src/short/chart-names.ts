import type { ObservationCode } from '#libs/clinical';

/** The parameters of a chart by their names there, each with its code, in the order of the chart. */
type ChartNames = readonly (readonly [name: string, code: ObservationCode])[];

/**
 * Charts whose names need not be written out in every score. What is stored refers to them by their place: one may be added,
 * none changed or taken out. The names of any other chart are written out.
 */
export const knownCharts: readonly ChartNames[] = [
  [
    ['respirationRate', 'respiration-rate'],
    ['oxygenSaturation', 'oxygen-saturation'],
    ['supplementalOxygen', 'supplemental-oxygen'],
    ['systolicPressure', 'systolic-pressure'],
    ['pulseRate', 'pulse-rate'],
    ['consciousness', 'consciousness'],
    ['temperature', 'temperature'],
  ],
  [
    ['temperature', 'temperature'],
    ['systolicPressure', 'systolic-pressure'],
    ['diastolicPressure', 'diastolic-pressure'],
    ['pulseRate', 'pulse-rate'],
    ['respirationRate', 'respiration-rate'],
    ['oxygenSaturation', 'oxygen-saturation'],
    ['supplementalOxygen', 'supplemental-oxygen'],
    ['consciousness', 'consciousness'],
  ],
];

const numberOfNames = new Map(knownCharts.map((chart, number) => [chart.map(([name]) => name).join(), number]));

/** The place of a chart among those that are known; undefined where it is none of them. */
export function chartNumber(names: readonly string[]): number | undefined {
  return numberOfNames.get(names.join());
}
