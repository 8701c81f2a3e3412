/** What is known of the live stream. Times are milliseconds since 1970 by this computer's clock. */
export interface Connection {
  readonly open: boolean;
  /** When anything last came by the stream: its opening, an event, a heartbeat. */
  readonly heardAt: number | null;
  /** When the stream was lost; null while it is open or has never been. */
  readonly lostAt: number | null;
}

export const notConnected: Connection = { open: false, heardAt: null, lostAt: null };

export type Happening = 'opened' | 'heard' | 'lost';

export function connectionAfter(connection: Connection, happening: Happening, now: number): Connection {
  switch (happening) {
    case 'opened':
    case 'heard':
      return { open: true, heardAt: now, lostAt: null };
    case 'lost':
      return { open: false, heardAt: connection.heardAt, lostAt: connection.lostAt ?? now };
  }
}

/** Requests that the page makes by itself and that do not succeed. */
export interface FailingRequests {
  readonly count: number;
  /** The oldest time at which what they fetch was last up to date; null where none fails. */
  readonly upToDateAt: number | null;
}

export const noneFailing: FailingRequests = { count: 0, upToDateAt: null };

export type Freshness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting'; readonly since: number }
  | { readonly kind: 'stale'; readonly since: number }
  /** The stream is alive, and yet a part of the page cannot be fetched. */
  | { readonly kind: 'failing'; readonly since: number; readonly count: number };

/** For how long a lost stream is only "reconnecting": most come back within seconds. */
const graceMs = 10_000;
/** Three heartbeats: a stream that says nothing for so long is dead, whatever the browser thinks of it. */
const silenceMs = 30_000;

/** Whether what is on screen can be trusted, and since when it cannot. */
export function freshness(connection: Connection, failing: FailingRequests, now: number): Freshness {
  const { open, heardAt, lostAt } = connection;
  if (!open && lostAt === null) return { kind: 'connecting' };
  if (!open && lostAt !== null) {
    const since = heardAt ?? lostAt;
    // Nothing new is on screen since then, whenever it was noticed that the stream was lost.
    return now - lostAt < graceMs && now - since <= silenceMs
      ? { kind: 'reconnecting', since }
      : { kind: 'stale', since };
  }
  if (heardAt !== null && now - heardAt > silenceMs) return { kind: 'stale', since: heardAt };
  if (failing.count > 0) return { kind: 'failing', since: failing.upToDateAt ?? now, count: failing.count };
  return { kind: 'live' };
}
