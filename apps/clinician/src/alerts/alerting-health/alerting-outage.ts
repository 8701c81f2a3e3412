import { derivedId, EventId, type Instant } from '#libs/contracts';

/** What operations hear of an outage of alerting. */
export interface OutageMessage {
  /** Of the outage: the same from every process, at its beginning and at its end. */
  readonly id: EventId;
  readonly state: 'down' | 'recovered';
  /** When alerts were last known to arrive. */
  readonly since: Instant;
  /** When they did again; null while they do not. */
  readonly until: Instant | null;
  readonly words: string;
}

export function outageMessage(since: Instant, until: Instant | null): OutageMessage {
  const id = EventId.parse(derivedId('alerting-outage', since));
  return until === null
    ? { id, state: 'down', since, until, words: `Homeward: alerting is down since ${since}. Alerts may not arrive.` }
    : {
        id,
        state: 'recovered',
        since,
        until,
        words: `Homeward: alerting works again. It was down from ${since} until ${until}.`,
      };
}

/** The same for a program: its environment. */
export function outageEnvironment({ id, state, since, until, words }: OutageMessage): Readonly<Record<string, string>> {
  return {
    HOMEWARD_ALERTING_ID: id,
    HOMEWARD_ALERTING_STATE: state,
    HOMEWARD_ALERTING_SINCE: since,
    HOMEWARD_ALERTING_UNTIL: until ?? '',
    HOMEWARD_ALERTING_WORDS: words,
  };
}

const pausesMs = [1000, 3000, 10_000, 30_000] as const;

/** How long to wait after so many attempts that failed, in milliseconds; it is tried until it succeeds. */
export function pauseAfter(failures: number): number {
  return pausesMs[Math.min(failures, pausesMs.length) - 1] ?? pausesMs[0];
}
