import { type LiveEvent, type LiveEventName, liveEvents } from '#libs/contracts';
import { serverClock } from '../time/server-clock.ts';
import { type Connection, connectionAfter, type Happening, notConnected } from './connection.ts';
import type { ReceivedEvent, StreamMessage } from './stream-messages.ts';
import { joinStream } from './stream-page.ts';

type Hear = (events: readonly LiveEvent[]) => void;

/** What this page hears of the browser's one live stream, and how the connection is doing. */
class Feed {
  readonly #listeners = new Set<Hear>();
  readonly #watchers = new Set<() => void>();
  #connection = notConnected;
  #leave: (() => void) | null = null;

  /** From now on for this person. */
  join(personId: string): void {
    this.#leave?.();
    this.#leave = joinStream(personId, (message) => this.#hear(message));
  }

  leave(): void {
    this.#leave?.();
    this.#leave = null;
    this.#become(notConnected);
  }

  readonly listen = (hear: Hear): (() => void) => {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  };

  readonly watchConnection = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  readonly connection = (): Connection => this.#connection;

  #hear(message: StreamMessage): void {
    this.#become(connectionAfter(this.#connection, happeningOf(message), serverClock.ownNow()));
    if (message.kind !== 'events') return;
    const events = message.events.flatMap((received) => readEvent(received) ?? []);
    for (const hear of this.#listeners) hear(events);
  }

  #become(connection: Connection): void {
    this.#connection = connection;
    for (const changed of this.#watchers) changed();
  }
}

export const feed = new Feed();

const happeningOf = ({ kind }: StreamMessage): Happening => (kind === 'events' || kind === 'alive' ? 'heard' : kind);

/** An event of another shape is of another version of the service: all is fetched again. One of another name is not for us. */
function readEvent({ event, data }: ReceivedEvent): LiveEvent | undefined {
  if (!isEventName(event)) return undefined;
  const read = liveEvents[event].safeParse(data);
  if (!read.success) return { event: 'reset', data: {} };
  // The schema was looked up by the event's name, which the compiler cannot follow from a union of names.
  return { event, data: read.data } as LiveEvent;
}

const isEventName = (event: string): event is LiveEventName => event in liveEvents;
