import { chance } from './chance.ts';
import { StreamConnection } from './stream-connection.ts';
import type { PageMessage, StreamMessage } from './stream-messages.ts';
import { pagesGone } from './stream-rules.ts';

/** A page that listens. */
export interface Listener {
  postMessage(message: StreamMessage): void;
}

export interface StreamHubParts {
  /** Milliseconds, by any clock that goes steadily. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
}

/** What the browser has of both. */
export const partsOfBrowser: StreamHubParts = {
  now: () => performance.now(),
  chance,
};

/** Hands what one connection says to every page of the browser; there is a connection while there is a page. */
export class StreamHub {
  readonly #heardAt = new Map<Listener, number>();
  readonly #now: () => number;
  readonly #connection: StreamConnection;
  #personId: string | null = null;
  /** The last that was said of the connection, for a page that comes later. */
  #state: StreamMessage | null = null;

  constructor({ now, chance }: StreamHubParts) {
    this.#now = now;
    this.#connection = new StreamConnection({ say: (message) => this.#say(message), chance });
  }

  hear(page: Listener, message: PageMessage): void {
    if (message.kind === 'gone') this.#heardAt.delete(page);
    else this.#welcome(page, message.personId);
    for (const gone of pagesGone(this.#heardAt, this.#now())) this.#heardAt.delete(gone);
    if (this.#heardAt.size === 0) this.#stop();
  }

  #welcome(page: Listener, personId: string): void {
    const isNew = !this.#heardAt.has(page);
    this.#heardAt.set(page, this.#now());
    // A connection is one person's: what another may hear is for the service to say.
    if (this.#personId !== personId) this.#stop();
    this.#personId = personId;
    if (isNew && this.#state !== null) page.postMessage(this.#state);
    this.#connection.start();
  }

  #say(message: StreamMessage): void {
    if (message.kind === 'opened' || message.kind === 'lost') this.#state = message;
    for (const page of this.#heardAt.keys()) page.postMessage(message);
  }

  #stop(): void {
    this.#connection.stop();
    this.#state = null;
  }
}
