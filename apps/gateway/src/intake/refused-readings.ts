import { refusedMeaning, type RefusedMeaning } from '#libs/clinical';
import type { DeviceKind, Doubt, QuarantineReason } from '#libs/contracts';
import type { DecodedMessage, DecodedReading, RefusedReading } from './formats/decoded-message.ts';
import { printable } from './quarantined-event.ts';

/** A message once it is known what kind of device sent it. */
export interface SortedReadings {
  readonly readings: readonly DecodedReading[];
  readonly faults: readonly QuarantineReason[];
  readonly doubts: readonly Doubt[];
}

/**
 * Tells by the kind of the device what its values mean: a sentinel is no reading, plausible or not, and what was refused for
 * its value may cast doubt on what stands for the patient.
 */
export function sortReadings(message: DecodedMessage, kind: DeviceKind): SortedReadings {
  const sent = [...message.readings, ...message.refused];
  const meaningOf = (reading: DecodedReading | RefusedReading): RefusedMeaning | undefined => {
    const others = sent.filter((one) => one !== reading && one.takenAt === reading.takenAt);
    return refusedMeaning(reading, { kind, others });
  };
  const plausible = message.readings.filter((reading) => meaningOf(reading) === 'sentinel');
  const refused = message.refused.map((reading) => ({ reading, meaning: meaningOf(reading) }));
  if (plausible.length === 0 && refused.length === 0) return { ...message, doubts: [] };
  const sentinels = new Map(
    [...plausible, ...refused.filter(({ meaning }) => meaning === 'sentinel').map(({ reading }) => reading)].map(
      (reading) => [pathOf(reading), reading],
    ),
  );
  const others = message.faults.filter(({ path }) => !sentinels.has(path));
  return {
    readings: message.readings.filter((reading) => !plausible.includes(reading)),
    faults: [...others, ...[...sentinels.values()].map((reading) => sentinelReason(reading, kind))],
    doubts: [
      ...refused.flatMap(({ reading, meaning }) => doubtOf(reading, meaning)),
      ...plausible.flatMap((reading) => doubtOf(reading, 'sentinel')),
    ],
  };
}

const pathOf = ({ index }: { readonly index: number }): string => `readings.${String(index)}.value`;

function doubtOf(reading: RefusedReading, meaning: RefusedMeaning | undefined): readonly Doubt[] {
  if (meaning === undefined || meaning === 'harmless') return [];
  const { code, takenAt } = reading;
  return [{ code, takenAt, because: meaning, found: foundInWords(reading) }];
}

function sentinelReason(reading: RefusedReading, kind: DeviceKind): QuarantineReason {
  const message = `Found ${foundInWords(reading)}, by which a device of the kind ${kind} says that it could not measure.`;
  return { code: 'device-sentinel', path: pathOf(reading), message };
}

function foundInWords({ value, unit }: Pick<RefusedReading, 'value' | 'unit'>): string {
  if (typeof value === 'string') return `“${printable(value).slice(0, 60)}”`;
  return unit === undefined ? String(value) : `${String(value)} ${unit}`;
}
