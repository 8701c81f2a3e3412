import { createParser } from 'eventsource-parser';
import { eventually } from '#libs/fixtures';

export interface ReceivedLiveEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** By this process's monotonic clock. */
  readonly receivedAtMs: number;
}

/** A listener on `/live`, as a browser's EventSource is. */
export class LiveStream {
  readonly received: ReceivedLiveEvent[] = [];
  readonly #abort = new AbortController();

  static async open(url: URL, token: string, lastEventId?: string): Promise<LiveStream> {
    const stream = new LiveStream();
    const response = await fetch(url, {
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: stream.#abort.signal,
    });
    if (!response.ok || response.body === null) throw new Error(`/live answered ${String(response.status)}`);
    void stream.#read(response.body);
    return stream;
  }

  /** The first event, past or to come, that fits. */
  async next(
    what: string,
    fits: (event: ReceivedLiveEvent) => boolean,
    options: { readonly withinMs?: number } = {},
  ): Promise<ReceivedLiveEvent> {
    return eventually(() => this.received.find(fits), { what, everyMs: 5, ...options });
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        // Homeward's events are JSON objects; a test fails on the field it misses.
        const parsed = JSON.parse(data) as Readonly<Record<string, unknown>>;
        this.received.push({ id, event: event ?? 'message', data: parsed, receivedAtMs: performance.now() });
      },
    });
    try {
      for await (const chunk of body.pipeThrough(new TextDecoderStream())) parser.feed(chunk);
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    }
  }
}
