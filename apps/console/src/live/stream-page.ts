import type { PageMessage, StreamMessage } from './stream-messages.ts';
import { partsOfBrowser, StreamHub } from './stream-hub.ts';

/** So often a page says that it is there. */
const hereEveryMs = 5000;

/**
 * Joins the one stream of this browser for a person: in a worker that all tabs share; where a browser has none, in the first
 * tab, which passes it on to the others.
 *
 * @returns how to leave.
 */
export function joinStream(personId: string, hear: (message: StreamMessage) => void): () => void {
  const { say, leave } = 'SharedWorker' in globalThis ? throughWorker(hear) : throughFirstTab(hear);
  const here = (): void => say({ kind: 'here', personId });
  const gone = (): void => say({ kind: 'gone' });
  here();
  const timer = setInterval(here, hereEveryMs);
  window.addEventListener('pagehide', gone);
  window.addEventListener('pageshow', here);
  return () => {
    clearInterval(timer);
    window.removeEventListener('pagehide', gone);
    window.removeEventListener('pageshow', here);
    gone();
    leave();
  };
}

type Say = (message: PageMessage) => void;

interface WayToStream {
  readonly say: Say;
  /** After the last word: gives up what was held for the others. */
  readonly leave: () => void;
}

function throughWorker(hear: (message: StreamMessage) => void): WayToStream {
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
    type: 'module',
    name: 'homeward-stream',
  });
  worker.port.addEventListener('message', ({ data }: MessageEvent<StreamMessage>) => hear(data));
  worker.port.start();
  return { say: (message) => worker.port.postMessage(message), leave: () => undefined };
}

/** Of all tabs one holds the lock, and with it the connection; when it closes or leaves, the next one takes both. */
function throughFirstTab(hear: (message: StreamMessage) => void): WayToStream {
  const left = new AbortController();
  const channel = new BroadcastChannel('homeward-stream');
  let toHub: Say | null = null;
  let last: PageMessage = { kind: 'gone' };
  channel.addEventListener('message', ({ data }: MessageEvent<StreamMessage>) => hear(data));
  const hold = async (): Promise<void> => {
    // Its turn can come while it leaves.
    if (left.signal.aborted) return;
    const hub = new StreamHub(partsOfBrowser);
    const everyTab = {
      postMessage: (message: StreamMessage) => {
        channel.postMessage(message);
        hear(message);
      },
    };
    toHub = (message) => hub.hear(everyTab, message);
    toHub(last);
    await new Promise<void>((release) => left.signal.addEventListener('abort', () => release()));
  };
  // Refused where the tab has left before its turn came.
  navigator.locks.request('homeward-stream', { signal: left.signal }, hold).catch(() => undefined);
  return {
    say: (message) => {
      last = message;
      toHub?.(message);
    },
    leave: () => {
      left.abort();
      channel.close();
    },
  };
}
