import { derivedId, EventId, type Instant } from '#libs/contracts';
import { timeInWords } from './intake-outage.ts';

/** The id of the technical alert that was raised then for the disk of the database. */
export const diskAlertId = (raisedAt: Instant): EventId =>
  EventId.parse(derivedId('technical-alert', 'disk-nearly-full', raisedAt));

/** `512 MB of 20480 MB are left where the database is. …` */
export const diskAlertWords = (space: { readonly freeBytes: number; readonly sizeBytes: number }): string =>
  `${megabytes(space.freeBytes)} of ${megabytes(space.sizeBytes)} are left where the database is. Alerts go on until nothing is left; messages in quarantine that no person could release are not kept meanwhile. Make room.`;

/** @param words what was said while it was so. */
export const diskAlertOverWords = (words: string, until: Instant): string =>
  `${words} It was so until ${timeInWords(until)}.`;

const megabytes = (bytes: number): string => `${String(Math.floor(bytes / 2 ** 20))} MB`;
