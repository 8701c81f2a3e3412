import type { PageMessage } from './stream-messages.ts';
import { StreamHub } from './stream-hub.ts';

/** Runs once for the whole browser, whatever the number of its tabs: a browser has six connections to a service, not more. */
const hub = new StreamHub(() => performance.now());

// The types of a page are in force here; a shared worker is told of each page that joins by this event.
addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  port.addEventListener('message', ({ data }: MessageEvent<PageMessage>) => hub.hear(port, data));
  port.start();
});
