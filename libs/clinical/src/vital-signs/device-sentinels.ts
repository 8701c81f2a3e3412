import type { DeviceKind } from './device-kinds.ts';
import type { ObservationCode } from './observation-codes.ts';

/**
 * Values by which devices say that they have no measurement, as against values of a living person.
 *
 * @see docs/clinical-sources.md, "Sentinels of devices".
 */

/** `not-measured`: nothing is said of the patient. The others: the value lies beyond what the device can measure. */
export type SentinelMeaning = 'not-measured' | 'below-range' | 'above-range';

/** What a device sent for one code. */
export interface SentValue {
  readonly code: ObservationCode;
  readonly value: number | string | boolean;
}

interface SentinelRow {
  /** Absent: devices of every kind. */
  readonly kinds?: readonly DeviceKind[];
  /** Absent: every code. */
  readonly codes?: readonly ObservationCode[];
  readonly values: readonly (number | string)[];
  readonly means: SentinelMeaning;
  /** It is a sentinel although a person could have the value. */
  readonly evenIfPlausible?: true;
  /** It is one only where the same device sent a sentinel for this code at the same moment. */
  readonly besides?: ObservationCode;
}

/** IEEE 11073-20601: the reserved values of SFLOAT, signed and unsigned, and of FLOAT. */
const notANumber = ['nan', 'nres', 2047, -2048, 2048, -2047, 2049, 8_388_607, -8_388_608, -8_388_607];
const plusInfinity = ['inf', '+inf', 'infinity', '+infinity', 'hi', 2046, 8_388_606];
const minusInfinity = ['-inf', '-infinity', 'lo', -2046, 2050, -8_388_606];
/** All bits, or all but the sign, of 7 to 16 bits. */
const allOnes = [127, 255, 511, 32_767, 65_535];
/** What whole numbers are multiplied by on their way to a unit: 0.005 is that of the Bluetooth weight scale. */
const resolutions = [0.001, 0.005, 0.01, 0.1];
const scaledOnes = [32_767, 65_535].flatMap((raw) => resolutions.map((resolution) => raw * resolution));
const onTheFinger: readonly DeviceKind[] = ['pulse-oximeter', 'wearable'];

/** The first row that fits holds. */
const sentinels: readonly SentinelRow[] = [
  // A glucose meter says LO and HI by the infinities: what it says of the patient could not be more urgent.
  { kinds: ['glucose-meter'], codes: ['blood-glucose'], values: minusInfinity, means: 'below-range' },
  { kinds: ['glucose-meter'], codes: ['blood-glucose'], values: plusInfinity, means: 'above-range' },
  { values: [...notANumber, ...plusInfinity, ...minusInfinity], means: 'not-measured' },
  { values: [...allOnes, ...scaledOnes], means: 'not-measured' },
  // Nothing under the sensor. A respiration or pulse of 0 is no sentinel by itself: it may be true.
  { kinds: onTheFinger, codes: ['oxygen-saturation'], values: [0], means: 'not-measured' },
  { kinds: ['thermometer', 'wearable'], codes: ['temperature'], values: [0], means: 'not-measured' },
  {
    kinds: onTheFinger,
    codes: ['pulse-rate'],
    values: [0, ...allOnes],
    means: 'not-measured',
    evenIfPlausible: true,
    besides: 'oxygen-saturation',
  },
  // 0xFFFF and 0x7FFF as kilograms: a measurement that did not succeed.
  {
    kinds: ['scales'],
    codes: ['body-weight'],
    values: [327.675, 327.67],
    means: 'not-measured',
    evenIfPlausible: true,
  },
];

/** What a device's value means where it is a sentinel; undefined where it is a value like any other. */
export function sentinelMeaning(
  sent: SentValue,
  of: {
    readonly kind: DeviceKind;
    /** Whether a living person could have the value. */
    readonly plausible: boolean;
    /** What the device sent of the same moment. */
    readonly others: readonly SentValue[];
  },
): SentinelMeaning | undefined {
  const row = sentinels.find((one) => fits(one, sent, of));
  return row?.means;
}

function fits(
  { kinds, codes, values, evenIfPlausible, besides }: SentinelRow,
  sent: SentValue,
  { kind, plausible, others }: Parameters<typeof sentinelMeaning>[1],
): boolean {
  if (plausible && evenIfPlausible !== true) return false;
  if (kinds?.includes(kind) === false || codes?.includes(sent.code) === false) return false;
  if (!values.some((value) => isSame(value, sent.value))) return false;
  if (besides === undefined) return true;
  const beside = others.find(({ code }) => code === besides);
  return beside !== undefined && sentinelMeaning(beside, { kind, plausible: false, others: [] }) === 'not-measured';
}

function isSame(sentinel: number | string, value: SentValue['value']): boolean {
  if (typeof sentinel === 'string') return typeof value === 'string' && value.trim().toLowerCase() === sentinel;
  return typeof value === 'number' && Math.abs(value - sentinel) < 1e-6;
}
