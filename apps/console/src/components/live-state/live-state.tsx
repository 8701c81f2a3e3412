import { type Connection, freshness } from '../../live/connection.ts';
import { timeWords } from '../words/time-words.ts';

/** Whether the screen is up to date: a frozen one must not be trusted. */
export function LiveState({ connection, now }: { readonly connection: Connection; readonly now: number }) {
  const fresh = freshness(connection, now);
  const words = {
    connecting: 'Connecting…',
    live: 'Live',
    reconnecting: 'Reconnecting…',
    stale: fresh.kind === 'stale' ? `Stale since ${timeWords(fresh.since, now)}: not updating` : '',
  }[fresh.kind];
  return (
    <p className={`hw-live hw-live--${fresh.kind}`} role="status">
      <span className="hw-live__dot" aria-hidden="true" />
      {words}
    </p>
  );
}

/** A band across the page while what is below it cannot be trusted. */
export function StaleWarning({ connection, now }: { readonly connection: Connection; readonly now: number }) {
  const fresh = freshness(connection, now);
  if (fresh.kind !== 'stale') return null;
  return (
    <div className="hw-stale" role="alert">
      <strong>This page is not updating.</strong> It shows how things were at {timeWords(fresh.since, now)}. Homeward
      keeps trying to reconnect; until it does, check on patients by other means.
    </div>
  );
}
