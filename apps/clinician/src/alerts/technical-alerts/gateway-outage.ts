import { derivedId, EventId, type GatewayId, type Instant } from '#libs/contracts';
import { timeInWords } from './intake-outage.ts';

/** What is said of a gateway that is down. */
export interface GatewayOutage {
  readonly name: string;
  readonly since: Instant;
  readonly patients: number;
}

/** The id of the technical alert that was raised for a gateway then. */
export const gatewayOutageId = (gatewayId: GatewayId, raisedAt: Instant): EventId =>
  EventId.parse(derivedId('technical-alert', 'gateway-down', gatewayId, raisedAt));

export function gatewayOutageWords({ name, since, patients }: GatewayOutage): string {
  const behind = patients === 1 ? '1 patient is' : `${String(patients)} patients are`;
  return `The gateway “${name}” has not been heard since ${timeInWords(since)}; ${behind} behind it.`;
}

/** @param words what was said while it was down. */
export const gatewayOutageOverWords = (words: string, until: Instant): string =>
  `${words} It was down until ${timeInWords(until)}.`;
