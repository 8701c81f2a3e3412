import type { OutageMessage } from './alerting-outage.ts';

const withinMs = 10_000;

/** Posts the message. Rejects where it was not answered in time, or not by a success; a redirection is none. */
export async function postOutage(url: string, message: OutageMessage): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `${message.id} ${message.state}` },
    body: JSON.stringify(message),
    redirect: 'error',
    signal: AbortSignal.timeout(withinMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The webhook answered ${String(response.status)}.`);
}
