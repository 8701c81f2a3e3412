import type { TechnicalAlert } from '#libs/contracts';
import { timeWords } from './time-words.ts';

const kindWords = {
  'intake-outage': 'No readings can arrive',
  'gateway-down': 'A gateway is down',
  'device-refused': 'A device is being refused',
  'devices-disagree': 'Two devices disagree',
  'call-without-stay': 'A call for help that no ward has',
  'ward-near-capacity': 'Beds are full or nearly so',
  'plan-not-followed': 'Changed plans are not in force',
  'disk-nearly-full': 'The disk of the database is nearly full',
} as const satisfies Record<TechnicalAlert['kind'], string>;

/** `No readings can arrive since 02:14.` */
export const technicalAlertWords = ({ kind, raisedAt }: TechnicalAlert, now: number): string =>
  `${kindWords[kind]} since ${timeWords(raisedAt, now)}.`;
