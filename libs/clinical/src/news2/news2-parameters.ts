import type { ObservationCode } from '../vital-signs/observation-codes.ts';

/**
 * The seven physiological parameters of NEWS2, in the order of the chart, and the observation each is read from.
 *
 * @see Royal College of Physicians, National Early Warning Score (NEWS) 2, December 2017, chart 1.
 */
export const news2Parameters = [
  'respirationRate',
  'oxygenSaturation',
  'supplementalOxygen',
  'systolicPressure',
  'pulseRate',
  'consciousness',
  'temperature',
] as const;

export type News2Parameter = (typeof news2Parameters)[number];

export const observationOfParameter: Readonly<Record<News2Parameter, ObservationCode>> = {
  respirationRate: 'respiration-rate',
  oxygenSaturation: 'oxygen-saturation',
  supplementalOxygen: 'supplemental-oxygen',
  systolicPressure: 'systolic-pressure',
  pulseRate: 'pulse-rate',
  consciousness: 'consciousness',
  temperature: 'temperature',
};
