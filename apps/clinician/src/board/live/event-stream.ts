import type { LiveEventName } from '#libs/contracts';

/** One server-sent event. `json` must not contain line breaks, which JSON.stringify never makes. */
export function serverSentEvent(event: LiveEventName, id: string, json: string): string {
  return `id: ${id}\nevent: ${event}\ndata: ${json}\n\n`;
}

/** Sets where a client resumes that has had no event yet; it shows as no event. */
export const startingPoint = (id: string): string => `retry: 1000\nid: ${id}\n\n`;

/** Keeps proxies from closing a quiet stream, and tells us when the client has gone. */
export const heartbeat = ': still here\n\n';
