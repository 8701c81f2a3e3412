import type { ObservationCode } from './observation-codes.ts';

/** What the check of a pair needs of a checked reading. */
export interface PressureReading {
  readonly code: ObservationCode;
  readonly value: number | string | boolean;
  /** When it was taken, in whatever form is the same for readings of the same moment. */
  readonly takenAt?: string | number | undefined;
}

/** A diastolic pressure that cannot be, beside the systolic of the same moment. */
export interface InconsistentPressure<Reading extends PressureReading> {
  readonly diastolic: Reading;
  readonly systolic: Reading;
  /** What was found and what was expected. */
  readonly message: string;
}

/**
 * Finds the diastolic pressures that are not below a systolic taken at the same moment, among checked readings of one set.
 *
 * Only the diastolic is at fault: being below the systolic is part of its plausible range, while a plausible systolic always
 * counts, since a very low one is a very sick patient and not an impossible reading.
 *
 * @returns one entry for each such diastolic; empty where there is none.
 * @see docs/clinical-sources.md, "Readings".
 */
export function inconsistentPressures<Reading extends PressureReading>(
  readings: readonly Reading[],
): readonly InconsistentPressure<Reading>[] {
  return pairs.flatMap((pair) => inconsistent(readings, pair));
}

interface PressurePair {
  readonly systolic: ObservationCode;
  readonly diastolic: ObservationCode;
}

/** At rest, and after standing up. */
const pairs: readonly PressurePair[] = [
  { systolic: 'systolic-pressure', diastolic: 'diastolic-pressure' },
  { systolic: 'standing-systolic-pressure', diastolic: 'standing-diastolic-pressure' },
];

function inconsistent<Reading extends PressureReading>(
  readings: readonly Reading[],
  pair: PressurePair,
): readonly InconsistentPressure<Reading>[] {
  const systolics = readings.filter((reading) => reading.code === pair.systolic);
  if (systolics.length === 0) return [];
  return readings
    .filter((reading) => reading.code === pair.diastolic)
    .flatMap((diastolic) => {
      const systolic = systolics.find(
        (other) => other.takenAt === diastolic.takenAt && Number(diastolic.value) >= Number(other.value),
      );
      if (systolic === undefined) return [];
      const message = `Found a diastolic pressure of ${String(diastolic.value)} mm[Hg]; expected less than the systolic, ${String(systolic.value)} mm[Hg].`;
      return [{ diastolic, systolic, message }];
    });
}
