import type { ObservationCode } from '#libs/clinical';
import { derivedId, type DeviceChannel } from '#libs/contracts';
import type { Episode, SimulatedDevice, Signs } from './course-of-illness.ts';
import { signsAt } from './physiology.ts';
import { normal, uniform } from './seeded-noise.ts';
import type { SimulatedPatient } from './simulated-patient.ts';

/** One message as its device would send it, before it is known when that is on our clock. */
export interface SimulatedMessage {
  readonly patient: SimulatedPatient;
  readonly device: SimulatedDevice;
  readonly channel: Extract<DeviceChannel, 'observations' | 'status'>;
  /** Of the simulation, from 0. */
  readonly hour: number;
  /** Counts the messages of this device and channel, so that each has an id of its own. */
  readonly count: number;
  /** What the device was asked for, where it was: it sends that alone, and with care. */
  readonly answers?: { readonly requestId: string; readonly codes: readonly ObservationCode[] };
  /** What its hub says of a device that comes into reach, or is lost: the message is that and nothing else. */
  readonly online?: boolean;
}

const statusEveryMinutes = 60;

/** Everything that the patient's devices send from one hour (inclusive) to another (exclusive), in order. */
export function messagesBetween(
  patient: SimulatedPatient,
  hours: { readonly from: number; readonly to: number },
): readonly SimulatedMessage[] {
  return patient.course.devices
    .flatMap((device) => [
      ...messagesOf({ patient, device, channel: 'observations' }, device.everyMinutes, hours),
      ...(device.battery === undefined
        ? []
        : messagesOf({ patient, device, channel: 'status' }, statusEveryMinutes, hours)),
    ])
    .toSorted((one, other) => one.hour - other.hour);
}

type Sender = Pick<SimulatedMessage, 'patient' | 'device' | 'channel'>;

function* messagesOf(
  sender: Sender,
  everyMinutes: number,
  hours: { readonly from: number; readonly to: number },
): Generator<SimulatedMessage> {
  const { patient, device, channel } = sender;
  const everyHours = everyMinutes / 60;
  for (let count = Math.max(0, Math.floor(hours.from / everyHours) - 1); count * everyHours < hours.to; count += 1) {
    // No person measures on the stroke of the clock: up to two minutes, and less where little time lies between.
    const late = Math.min(everyHours / 4, 1 / 30) * uniform(patient.seed, patient.index, device.name, channel, count);
    const hour = count * everyHours + late;
    if (hour >= hours.from && hour < hours.to && !isSilent(patient, device, hour)) yield { ...sender, hour, count };
  }
}

/** What the hubs in the patient's home say of devices that are lost, and of those that are back, in order. */
export function hubMessagesBetween(
  patient: SimulatedPatient,
  { from, to }: { readonly from: number; readonly to: number },
): readonly SimulatedMessage[] {
  const { aheadHours, course } = patient;
  return course.devices
    .flatMap((device) => {
      const { silent } = device;
      if (silent === undefined || silent.because === 'forgotten') return [];
      const firstTurn = Math.floor((from + aheadHours) / course.repeatsAfterHours);
      const lastTurn = Math.floor((to + aheadHours) / course.repeatsAfterHours);
      return Array.from({ length: lastTurn - firstTurn + 1 }, (_, nth) => firstTurn + nth).flatMap((turn) => {
        const began = turn * course.repeatsAfterHours - aheadHours;
        const messages = [
          { hour: began + silent.fromHour, online: false },
          { hour: began + silent.toHour, online: true },
        ];
        return messages.map((said) => ({ patient, device, channel: 'status' as const, count: turn, ...said }));
      });
    })
    .filter(({ hour }) => hour >= from && hour < to)
    .toSorted((one, other) => one.hour - other.hour);
}

/** Whether nothing comes from the device by itself. */
export function isSilent(patient: SimulatedPatient, device: SimulatedDevice, hour: number): boolean {
  return isIn(device.silent, patient, hour);
}

/** Whether the device shows what is not so. */
export function isPoor(patient: SimulatedPatient, device: SimulatedDevice, hour: number): boolean {
  return isIn(device.poorSignal, patient, hour);
}

function isIn(episode: Episode | undefined, { aheadHours, course }: SimulatedPatient, hour: number): boolean {
  if (episode === undefined) return false;
  const atHour = (hour + aheadHours) % course.repeatsAfterHours;
  return atHour >= episode.fromHour && atHour < episode.toHour;
}

/** A simulated message as it goes out: design and shape of `…/observations` and `…/status`. */
export type Payload = Readonly<Record<string, unknown>>;

/** @param run which run of the simulation it belongs to, so that a later run's messages are new ones. */
export function payloadOf(
  message: SimulatedMessage,
  on: { readonly run: string; readonly deviceId: string; readonly takenAt: Date },
): Payload {
  const { patient, device, hour, answers } = message;
  if (message.online !== undefined) return { online: message.online };
  if (message.channel === 'status') return statusOf(message);
  const signs = signsAt(patient, hour);
  // An answer goes by what was asked, so that a request that comes twice is answered once.
  const about = answers === undefined ? String(message.count) : `answer to ${answers.requestId}`;
  const codes = device.measures.filter((code) => answers?.codes.includes(code) ?? true);
  return {
    messageId: derivedId('simulated-message', on.run, on.deviceId, about),
    takenAt: on.takenAt.toISOString().replace('Z', '+00:00'),
    source: device.source,
    readings: codes.map((code) => readingOf(code, signs, message)),
  };
}

function statusOf({ patient, device, hour, count }: SimulatedMessage): Payload {
  const { startPercent, losesPerHour } = device.battery ?? { startPercent: 100, losesPerHour: 0 };
  // Charged again before it is empty, unless the course has it fall silent.
  const charge = startPercent - ((hour * losesPerHour) % Math.max(1, startPercent - 2));
  return {
    online: true,
    batteryPercent: Math.max(1, Math.round(charge)),
    signalStrength: Math.round(100 * (0.6 + 0.1 * normal(patient.seed, patient.index, 'signal', count))) / 100,
    firmware: '2.4.1',
  };
}

/** How far a saturation that is read through cold or moving fingers falls short, %. */
const shortfallOfPoorSignal = 11;

function readingOf(code: ObservationCode, signs: Signs, message: SimulatedMessage): Payload {
  const { patient, device, hour, answers } = message;
  const whole = (value: number): number => Math.round(value);
  const tenths = (value: number): number => Math.round(value * 10) / 10;
  switch (code) {
    case 'respiration-rate':
      return { code, value: whole(signs.respirationRate), unit: '/min' };
    case 'oxygen-saturation': {
      if (answers === undefined && isPoor(patient, device, hour)) {
        const value = whole(signs.oxygenSaturation) - shortfallOfPoorSignal;
        return { code, value, unit: '%', quality: { perfusionIndex: 0.1, motion: 0.9 } };
      }
      const perfusionIndex = tenths(2.2 + 0.5 * normal(patient.seed, patient.index, 'perfusion', hour.toFixed(3)));
      return { code, value: whole(signs.oxygenSaturation), unit: '%', quality: { perfusionIndex } };
    }
    case 'supplemental-oxygen':
      return { code, value: signs.oxygenFlow, unit: 'L/min' };
    case 'systolic-pressure':
      return { code, value: whole(signs.systolicPressure), unit: 'mm[Hg]' };
    case 'diastolic-pressure':
      return { code, value: whole(signs.diastolicPressure), unit: 'mm[Hg]' };
    case 'pulse-rate':
      return { code, value: whole(signs.pulseRate), unit: '/min' };
    case 'consciousness':
      return { code, value: signs.consciousness };
    case 'temperature':
      return { code, value: tenths(signs.temperature), unit: 'Cel' };
    case 'call-for-help':
      return { code, value: 'happened' };
    case 'body-weight':
      return { code, value: tenths(signs.bodyWeight), unit: 'kg' };
    default:
      throw new RangeError(`No simulated device measures ${code}.`);
  }
}
