import type { ObservationCode } from '#libs/clinical';
import { type DeviceKind, type Instant, type Task, timeInWords } from '#libs/contracts';

/** A device that the patient has, and the newest of what it said of itself. */
export interface HeldDevice {
  readonly kind: DeviceKind;
  readonly status: { readonly online?: boolean | undefined; readonly receivedAt: Instant } | null;
}

/** Who is silent where readings are missing, and how it is said. */
export interface Silence {
  readonly party: NonNullable<Task['silentParty']>;
  /** To stand after a semicolon: `the device has been offline since 09:10`. */
  readonly words: string;
}

/** What devices of a kind measure; undefined: whatever it may be, or nothing by themselves. */
const measuredBy: Readonly<Partial<Record<DeviceKind, readonly ObservationCode[]>>> = {
  'pulse-oximeter': ['oxygen-saturation', 'pulse-rate'],
  'blood-pressure-cuff': ['systolic-pressure', 'diastolic-pressure', 'pulse-rate'],
  thermometer: ['temperature'],
  scales: ['body-weight'],
  'glucose-meter': ['blood-glucose'],
  'peak-flow-meter': ['peak-flow'],
};

/**
 * Tells a silent device from a silent patient by what the patient's devices last said of themselves.
 *
 * While one that could measure what is missing is online, it is the patient who does not measure; when all of them said
 * that they went offline, it is the devices. What never said either way tells nothing: `unknown`.
 *
 * @param codes what is missing; none: it is not known, and every device counts.
 * @param at the words name the day only of what was on another one, in the United Kingdom.
 */
export function silenceOf(devices: readonly HeldDevice[], codes: readonly ObservationCode[], at: Instant): Silence {
  const able = devices.filter(({ kind }) => codes.length === 0 || codes.some((code) => mayMeasure(kind, code)));
  const asked = able.length > 0 ? able : devices;
  const [first] = asked;
  if (first === undefined) return { party: 'unknown', words: 'the patient has no device' };
  const name = asked.length === 1 ? 'the device' : 'the devices';
  const verb = (one: string, many: string): string => `${name} ${asked.length === 1 ? one : many}`;
  if (asked.some(({ status }) => status?.online === true)) {
    const online = asked.every(({ status }) => status?.online === true) ? verb('is', 'are') : 'a device is';
    return { party: 'patient', words: `${online} online: no reading has been taken` };
  }
  const statuses = asked.flatMap(({ status }) => (status === null ? [] : [status]));
  const newest = statuses
    .map(({ receivedAt }) => receivedAt)
    .toSorted()
    .at(-1);
  if (newest === undefined)
    return {
      party: 'unknown',
      words: verb('has never said whether it is online', 'have never said whether they are online'),
    };
  if (statuses.length === asked.length && statuses.every(({ online }) => online === false)) {
    return { party: 'device', words: `${verb('has', 'have')} been offline since ${timeInWords(newest, at)}` };
  }
  return { party: 'unknown', words: `${verb('was', 'were')} last heard of at ${timeInWords(newest, at)}` };
}

function mayMeasure(kind: DeviceKind, code: ObservationCode): boolean {
  return measuredBy[kind]?.includes(code) ?? (kind === 'wearable' || kind === 'other');
}

/** Words about what is missing, and who is silent: `Nothing since 08:00; the device has been offline since 07:10`. */
export function withSilence(words: string, silence: Silence): string {
  const isSentence = words.endsWith('.');
  return `${isSentence ? words.slice(0, -1) : words}; ${silence.words}${isSentence ? '.' : ''}`;
}
