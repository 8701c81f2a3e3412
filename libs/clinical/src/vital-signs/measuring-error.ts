import type { ObservationCode } from './observation-codes.ts';

/**
 * How far two devices may lie apart that measure the same person at the same moment, in the unit of the code.
 *
 * @see docs/clinical-sources.md, "Composition over time": Homeward's own, about twice what the standards allow one device.
 */
const mostApart: Readonly<Partial<Record<ObservationCode, number>>> = {
  'oxygen-saturation': 6,
  'pulse-rate': 15,
  'respiration-rate': 8,
  'systolic-pressure': 20,
  'diastolic-pressure': 20,
  temperature: 0.8,
  'body-weight': 1.5,
  'blood-glucose': 2,
};

/** Whether two values of one moment differ by more than measuring error; never for what has no such limit. */
export function disagree(code: ObservationCode, one: unknown, other: unknown): boolean {
  const most = mostApart[code];
  if (most === undefined || typeof one !== 'number' || typeof other !== 'number') return false;
  // 37.8 less 37.0 is a hair above 0.8 in binary arithmetic.
  return Math.abs(one - other) > most + 1e-9;
}
