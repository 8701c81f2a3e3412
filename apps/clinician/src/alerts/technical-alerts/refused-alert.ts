import { derivedId, EventId, type Instant } from '#libs/contracts';

/** The id of the technical alert for a device that has been refused since then. */
export const refusedAlertId = (deviceId: string, since: Instant): EventId =>
  EventId.parse(derivedId('technical-alert', 'device-refused', deviceId, since));

/** @param words what was said while it was refused. */
export const takenAgainWords = (words: string): string => `${words} What it sends is taken again.`;
