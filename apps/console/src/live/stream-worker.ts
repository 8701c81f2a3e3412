import type { PageMessage } from './stream-messages.ts';
import { partsOfBrowser, StreamHub } from './stream-hub.ts';

/** Runs once for the whole browser, whatever the number of its tabs: a browser has six connections to a service, not more. */
const hub = new StreamHub(partsOfBrowser);

addEventListener('connect', (event) => {
  const [port] = event instanceof MessageEvent ? event.ports : [];
  if (port === undefined) return;
  port.addEventListener('message', ({ data }: MessageEvent<PageMessage>) => hub.hear(port, data));
  port.start();
});
