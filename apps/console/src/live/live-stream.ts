import { type LiveEvent, type LiveEventName, liveEvents, Me, type WardId } from '#libs/contracts';
import { ask } from '../api/http.ts';
import type { Happening } from './connection.ts';

export interface LiveListener {
  onEvents(events: readonly LiveEvent[]): void;
  onHappening(happening: Happening): void;
}

/** Events are handed over together this often: a busy ward redraws a few times a second, not once for each reading. */
const gatherMs = 150;
const reopenAfterMs = 3000;

// Object.keys forgets the type of the keys.
const eventNames = Object.keys(liveEvents) as readonly LiveEventName[];

/**
 * Listens to `/api/v1/live`, of one ward or of all. The browser reconnects by itself with `Last-Event-ID`; where it has
 * given up, the session is looked at (a person who is signed out is sent to sign in) and the stream opened anew, and `reset`
 * is passed on since the position in the stream is lost. An event that cannot be read becomes a `reset` for the same reason.
 *
 * @returns how to stop.
 */
export function listen(wardId: WardId | null, listener: LiveListener): () => void {
  const stopping = new AbortController();
  let source: EventSource | null = null;
  let gathered: LiveEvent[] = [];
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;

  const pass = (event: LiveEvent): void => {
    gathered.push(event);
    gathering ??= setTimeout(() => {
      gathering = undefined;
      const events = gathered;
      gathered = [];
      listener.onEvents(events);
    }, gatherMs);
  };

  const open = (): void => {
    const opened = new EventSource(wardId === null ? '/api/v1/live' : `/api/v1/live?wardId=${wardId}`);
    source = opened;
    opened.addEventListener('open', () => {
      listener.onHappening('opened');
    });
    opened.addEventListener('error', () => {
      listener.onHappening('lost');
      if (opened.readyState === EventSource.CLOSED) reopen();
    });
    for (const name of eventNames) {
      opened.addEventListener(name, (message: MessageEvent<string>) => {
        listener.onHappening('heard');
        pass(readEvent(name, message.data));
      });
    }
  };

  const reopen = (): void => {
    reopening = setTimeout(() => {
      ask({ path: '/me', schema: Me, signal: stopping.signal }).then(
        () => {
          pass({ event: 'reset', data: {} });
          open();
        },
        () => {
          if (!stopping.signal.aborted) reopen();
        },
      );
    }, reopenAfterMs);
  };

  open();
  return () => {
    stopping.abort();
    source?.close();
    clearTimeout(gathering);
    clearTimeout(reopening);
  };
}

function readEvent(name: LiveEventName, text: string): LiveEvent {
  const parsed = liveEvents[name].safeParse(jsonOrUndefined(text));
  if (!parsed.success) {
    return { event: 'reset', data: {} };
  }
  // The schema was looked up by the event's name, which the compiler cannot follow from a union of names.
  return { event: name, data: parsed.data } as LiveEvent;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Undefined fits no event's schema, which is how the caller learns of it.
    return undefined;
  }
}
