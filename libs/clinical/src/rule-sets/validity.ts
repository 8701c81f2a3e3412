import type { ObservationCode } from '../vital-signs/observation-codes.ts';

const hour = 60;

/** Minutes for which a value may be used after it was taken: measured now and then, and continuously. */
interface Validity {
  readonly intermittent: number;
  readonly continuous: number;
}

const quicklyChanging: Validity = { intermittent: hour, continuous: 15 };
const slowlyChanging: Validity = { intermittent: 12 * hour, continuous: 12 * hour };
const fromDayToDay: Validity = { intermittent: 24 * hour, continuous: 24 * hour };

/** @see docs/clinical-sources.md, "Composition over time". */
const particular: Readonly<Partial<Record<ObservationCode, Validity>>> = {
  'respiration-rate': quicklyChanging,
  'oxygen-saturation': quicklyChanging,
  'pulse-rate': quicklyChanging,
  temperature: slowlyChanging,
  'systolic-pressure': slowlyChanging,
  'diastolic-pressure': slowlyChanging,
  consciousness: slowlyChanging,
  'supplemental-oxygen': slowlyChanging,
};

/** For how many minutes a value of a code may be used after it was taken, where no pathway and no plan says otherwise. */
export function defaultValidForMinutes(code: ObservationCode, monitoring: keyof Validity): number {
  return (particular[code] ?? fromDayToDay)[monitoring];
}
