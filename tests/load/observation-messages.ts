import { deviceTopic } from '#libs/contracts';

/** A device that readings are made up for. */
export interface LoadDevice {
  readonly deviceId: string;
  readonly gatewayId: string;
  readonly patientId: string;
}

/** `well` scores 0; `ill` scores 11, which is high, by four of its five readings. */
export type Course = 'well' | 'ill';

const readings: Readonly<Record<Course, string>> = {
  well: JSON.stringify([
    { code: 'oxygen-saturation', value: 97, unit: '%', quality: { perfusionIndex: 1.4 } },
    { code: 'supplemental-oxygen', value: 0, unit: 'L/min' },
    { code: 'pulse-rate', value: 72, unit: '/min' },
    { code: 'respiration-rate', value: 15, unit: '/min' },
    { code: 'temperature', value: 36.8, unit: 'Cel' },
  ]),
  ill: JSON.stringify([
    { code: 'oxygen-saturation', value: 88, unit: '%', quality: { perfusionIndex: 1.4 } },
    { code: 'supplemental-oxygen', value: 0, unit: 'L/min' },
    { code: 'pulse-rate', value: 134, unit: '/min' },
    { code: 'respiration-rate', value: 27, unit: '/min' },
    { code: 'temperature', value: 39.4, unit: 'Cel' },
  ]),
};

/** What the five readings leave open, so that scores are complete. */
const once = JSON.stringify([
  { code: 'systolic-pressure', value: 124, unit: 'mm[Hg]' },
  { code: 'consciousness', value: 'A' },
]);

/** The time on this machine, in milliseconds since 1970, finer than a millisecond: processes compare by it. */
export const wallClockMs = (): number => performance.timeOrigin + performance.now();

/** When the readings of devices are taken: now, and each of a device at a time of its own, as those of a real one. */
export class ReadingTimes {
  readonly #last = new Map<LoadDevice, number>();

  next(device: LoadDevice): Date {
    const ms = Math.max(Math.floor(wallClockMs()), (this.#last.get(device) ?? 0) + 1);
    this.#last.set(device, ms);
    return new Date(ms);
  }
}

const body = (messageId: string, takenAt: Date, list: string): string =>
  `{"messageId":"${messageId}","takenAt":"${takenAt.toISOString()}","source":"device","readings":${list}}`;

export const topicOf = ({ gatewayId, deviceId }: LoadDevice): string =>
  deviceTopic(gatewayId, deviceId, 'observations');

/** Five readings, about 500 bytes: the set that every figure counts. */
export const observationSet = (messageId: string, takenAt: Date, course: Course): string =>
  body(messageId, takenAt, readings[course]);

/** The two readings that are taken once. */
export const firstObservationSet = (messageId: string, takenAt: Date): string => body(messageId, takenAt, once);
