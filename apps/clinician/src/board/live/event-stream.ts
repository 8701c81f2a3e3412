import type { AlertingHealth, Instant, LiveEventName } from '#libs/contracts';

/** One server-sent event. `json` must not contain line breaks, which JSON.stringify never makes. */
export function serverSentEvent(event: LiveEventName, id: string, json: string): string {
  return `id: ${id}\nevent: ${event}\ndata: ${json}\n\n`;
}

/** Sets where a client resumes that has had no event yet; it shows as no event. */
export const startingPoint = (id: string): string => `retry: 1000\nid: ${id}\n\n`;

/**
 * Says that the stream is still there: silence is then a broken connection. It also keeps proxies from closing a quiet
 * stream. Without an id, it does not move the position from which a client resumes.
 */
export const heartbeat = (at: Instant): string => withoutId('heartbeat', { at });

/** Whether alerts arrive has changed. Without an id, as it is no change of what the database holds. */
export const alertingChanged = (health: AlertingHealth): string => withoutId('alerting', health);

/** The last event of a stream whose caller may not watch any more. */
export const sessionEnded = withoutId('session-ended', {});

function withoutId(event: LiveEventName, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
