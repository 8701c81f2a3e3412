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
  const say = 'SharedWorker' in globalThis ? toWorker(hear) : toFirstTab(hear);
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
  };
}

type Say = (message: PageMessage) => void;

function toWorker(hear: (message: StreamMessage) => void): Say {
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
    type: 'module',
    name: 'homeward-stream',
  });
  worker.port.addEventListener('message', ({ data }: MessageEvent<StreamMessage>) => hear(data));
  worker.port.start();
  return (message) => worker.port.postMessage(message);
}

/** Of all tabs one holds the lock, and with it the connection; when it closes, the next one takes both. */
function toFirstTab(hear: (message: StreamMessage) => void): Say {
  const channel = new BroadcastChannel('homeward-stream');
  let toHub: Say | null = null;
  let last: PageMessage = { kind: 'gone' };
  channel.addEventListener('message', ({ data }: MessageEvent<StreamMessage>) => hear(data));
  void navigator.locks.request('homeward-stream', () => {
    const hub = new StreamHub(partsOfBrowser);
    const everyTab = {
      postMessage: (message: StreamMessage) => {
        channel.postMessage(message);
        hear(message);
      },
    };
    toHub = (message) => hub.hear(everyTab, message);
    toHub(last);
    // Held until the tab closes.
    return new Promise<never>(() => undefined);
  });
  return (message) => {
    last = message;
    toHub?.(message);
  };
}
