import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ReceivedEvent, StreamMessage } from './stream-messages.ts';
import { gatherMs, retryDelayMs, silenceMs } from './stream-rules.ts';

export interface StreamConnectionParts {
  readonly say: (message: StreamMessage) => void;
  /** From 0 to 1. */
  readonly chance: () => number;
}

/**
 * The connection to `/api/v1/live`, of all wards: one for the whole browser. It is opened again whenever it breaks or falls
 * silent, and resumes after the last event; where it cannot, `reset` says that something may have been missed. It ends when
 * the service does not know the session any more, until it is started again.
 */
export class StreamConnection {
  readonly #say: (message: StreamMessage) => void;
  readonly #chance: () => number;
  #running: AbortController | null = null;
  #lastEventId: string | null = null;
  #failures = 0;
  #wasOpen = false;
  #gathered: ReceivedEvent[] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;

  constructor({ say, chance }: StreamConnectionParts) {
    this.#say = say;
    this.#chance = chance;
  }

  /** Opens the stream, unless it is open or about to be. */
  start(): void {
    if (this.#running !== null) return;
    const running = new AbortController();
    this.#running = running;
    void this.#run(running.signal);
  }

  /** Ends it; started again, it is that of the person signed in then, and begins anew. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#lastEventId = null;
    this.#wasOpen = false;
    this.#failures = 0;
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#gathered = [];
  }

  async #run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      // Whether it ended or broke does not matter: it is said that it has, and it is tried again.
      await this.#listen(stopped).catch(() => undefined);
      await this.#beforeRetry(stopped);
    }
  }

  /** Says that the stream is lost and waits; a stream that was stopped has nothing to say any more. */
  async #beforeRetry(stopped: AbortSignal): Promise<void> {
    if (stopped.aborted) return;
    this.#say({ kind: 'lost' });
    await pause(retryDelayMs(this.#failures, this.#chance()), stopped);
    this.#failures += 1;
  }

  /** Listens until the connection ends, by itself or by falling silent. */
  async #listen(stopped: AbortSignal): Promise<void> {
    const broken = new AbortController();
    let silence = setTimeout(() => broken.abort(), silenceMs);
    try {
      const response = await fetch('/api/v1/live', {
        headers: {
          accept: 'text/event-stream',
          ...(this.#lastEventId === null ? {} : { 'last-event-id': this.#lastEventId }),
        },
        signal: AbortSignal.any([stopped, broken.signal]),
        cache: 'no-store',
      });
      if (response.status === 401) this.#sessionEnded();
      if (!response.ok || response.body === null) return;
      this.#opened();
      const heard = (): void => {
        clearTimeout(silence);
        silence = setTimeout(() => broken.abort(), silenceMs);
      };
      // A comment has nothing to say, and shows all the same that the service is there.
      const onComment = (): void => {
        heard();
        this.#say({ kind: 'alive' });
      };
      const parser = new EventSourceParserStream({ onComment });
      const reader = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(parser).getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        heard();
        this.#hear(next.value);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  #opened(): void {
    this.#failures = 0;
    this.#say({ kind: 'opened' });
    // Before the first event there is no position to resume from.
    if (this.#wasOpen && this.#lastEventId === null) this.#pass({ event: 'reset', data: {} });
    this.#wasOpen = true;
  }

  #hear({
    event,
    id,
    data,
  }: {
    readonly event?: string | undefined;
    readonly id?: string | undefined;
    readonly data: string;
  }): void {
    if (id !== undefined) this.#lastEventId = id;
    if (event === 'heartbeat') this.#say({ kind: 'alive' });
    else if (event === 'session-ended') this.#sessionEnded();
    else if (event !== undefined) this.#pass(readEvent(event, data));
  }

  #sessionEnded(): void {
    this.#pass({ event: 'session-ended', data: {} });
    this.#flush();
    this.#say({ kind: 'lost' });
    this.stop();
  }

  #pass(event: ReceivedEvent): void {
    this.#gathered.push(event);
    this.#gathering ??= setTimeout(() => this.#flush(), gatherMs);
  }

  #flush(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const events = this.#gathered;
    this.#gathered = [];
    if (events.length > 0) this.#say({ kind: 'events', events });
  }
}

/** What cannot be read may have been anything: all is fetched again. */
function readEvent(event: string, text: string): ReceivedEvent {
  try {
    return { event, data: JSON.parse(text) };
  } catch {
    return { event: 'reset', data: {} };
  }
}

function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stopped.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
