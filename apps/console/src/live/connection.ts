/** What is known of the live stream. Times are milliseconds since 1970 by the service's clock. */
export interface Connection {
  readonly open: boolean;
  /** When anything last came from the service: an event, the opening of the stream, an answer. */
  readonly heardAt: number | null;
  /** When the stream was lost; null while it is open or has never been. */
  readonly lostAt: number | null;
}

export const notConnected: Connection = { open: false, heardAt: null, lostAt: null };

export type Happening = 'opened' | 'heard' | 'lost';

export function connectionAfter(connection: Connection, happening: Happening, now: number): Connection {
  switch (happening) {
    case 'opened':
      return { open: true, heardAt: now, lostAt: null };
    case 'heard':
      return { ...connection, heardAt: now };
    case 'lost':
      return { open: false, heardAt: connection.heardAt, lostAt: connection.lostAt ?? now };
  }
}

export type Freshness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting'; readonly since: number }
  | { readonly kind: 'stale'; readonly since: number };

/** For how long a lost stream is only "reconnecting": most come back within seconds. */
const graceMs = 10_000;
/** An open stream may be dead without the browser's noticing; boards are fetched every minute, so two misses are enough. */
const silenceMs = 150_000;

/** Whether what is on screen can be trusted, and since when it cannot. */
export function freshness(connection: Connection, now: number): Freshness {
  const { open, heardAt, lostAt } = connection;
  if (!open && lostAt === null) return { kind: 'connecting' };
  if (!open && lostAt !== null) {
    const since = heardAt ?? lostAt;
    return now - lostAt < graceMs ? { kind: 'reconnecting', since } : { kind: 'stale', since };
  }
  if (heardAt !== null && now - heardAt > silenceMs) return { kind: 'stale', since: heardAt };
  return { kind: 'live' };
}
