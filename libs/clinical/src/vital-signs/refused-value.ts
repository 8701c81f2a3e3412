import { checkReading, type UncheckedReading } from './check-reading.ts';
import type { DeviceKind } from './device-kinds.ts';
import { sentinelMeaning, type SentValue } from './device-sentinels.ts';
import { isObservationCode, observationKinds, type ObservationCode } from './observation-codes.ts';

/**
 * What a device's value says where it is not to be taken for a reading. `sentinel`: the device could not measure.
 * `extreme`: on the dangerous side of what a living person has, so that the patient may be in danger. `unreadable`: a level
 * of consciousness in words that are none of the levels. `harmless`: wrong, and no sign of danger.
 */
export type RefusedMeaning = 'sentinel' | 'extreme' | 'unreadable' | 'harmless';

/** On which sides of its range a wrong value is no sign of danger; on any other it may hide one. */
const harmlessSides: Readonly<Partial<Record<ObservationCode, readonly ('below' | 'above')[]>>> = {
  'oxygen-saturation': ['above'],
  'supplemental-oxygen': ['below'],
  'body-weight': ['below', 'above'],
  'peak-flow': ['above'],
  'pain-score': ['below'],
  steps: ['below', 'above'],
  sleep: ['below', 'above'],
  activity: ['below', 'above'],
};

/**
 * What a value means that a device of this kind sent; undefined where it is a good reading.
 *
 * @param others what the device sent of the same moment: a pulse of 255 beside a saturation of 127 is none.
 */
export function refusedMeaning(
  sent: UncheckedReading,
  { kind, others }: { readonly kind: DeviceKind; readonly others: readonly SentValue[] },
): RefusedMeaning | undefined {
  const { code, value } = sent;
  if (!isObservationCode(code)) return 'harmless';
  const checked = checkReading(sent);
  const sentinel = isMeasured(code)
    ? sentinelMeaning({ code, value }, { kind, plausible: checked.ok, others })
    : undefined;
  if (sentinel !== undefined) return sentinel === 'not-measured' ? 'sentinel' : 'extreme';
  if (checked.ok) return undefined;
  if (code === 'consciousness' && checked.fault === 'invalid-value') return 'unreadable';
  const { side } = checked;
  return side === undefined || harmlessSides[code]?.includes(side) === true ? 'harmless' : 'extreme';
}

function isMeasured(code: ObservationCode): boolean {
  const { form } = observationKinds[code];
  return form === 'quantity' || form === 'oxygen';
}
