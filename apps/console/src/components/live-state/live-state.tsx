import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { type Freshness, freshness } from '../../live/connection.ts';
import { useConnection } from '../../live/use-connection.ts';
import { useFailingRequests } from '../../live/use-failing-requests.ts';
import { serverClock } from '../../time/server-clock.ts';
import { timeWords } from '../words/time-words.ts';

/** So often it is looked whether the stream has fallen silent. */
const lookEveryMs = 1000;

/** Whether what is on screen can be trusted, and since when it cannot. */
export function useFreshness(): Freshness {
  const connection = useConnection();
  const failing = useFailingRequests();
  const [now, setNow] = useState(() => serverClock.ownNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverClock.ownNow()), lookEveryMs);
    return () => clearInterval(timer);
  }, []);
  return freshness(connection, failing, Math.max(now, connection.heardAt ?? 0));
}

const clockOf = (since: number): string => timeWords(serverClock.ofOwn(since), serverClock.now());

/** Whether the screen is up to date: a frozen one must not be trusted. */
export function LiveState({ fresh }: { readonly fresh: Freshness }) {
  return (
    <p className={`hw-live hw-live--${fresh.kind}`} role="status">
      <span className="hw-live__dot" aria-hidden="true" />
      {liveWords(fresh)}
    </p>
  );
}

function liveWords(fresh: Freshness): string {
  switch (fresh.kind) {
    case 'connecting':
      return t`Connecting…`;
    case 'live':
      return t`Live`;
    case 'reconnecting':
      return t`Reconnecting…`;
    case 'stale':
    case 'failing': {
      const since = clockOf(fresh.since);
      return t`Not updating since ${since}`;
    }
  }
}

/** A band across the page while what is below it cannot be trusted. */
export function StaleWarning({ fresh }: { readonly fresh: Freshness }) {
  if (fresh.kind !== 'stale' && fresh.kind !== 'failing') return null;
  const since = clockOf(fresh.since);
  return (
    <div className="hw-stale" role="alert">
      {fresh.kind === 'stale' ? (
        <Trans>
          <strong>This page is not updating.</strong> It shows how things were at {since}. Homeward keeps trying to
          reconnect; until it does, check on patients by other means.
        </Trans>
      ) : (
        <>
          <strong>{t`A part of this page is not updating.`}</strong>{' '}
          {t`${plural(fresh.count, { one: '# request fails', other: '# requests fail' })}; what they show is from ${since}. Homeward keeps trying.`}
        </>
      )}
    </div>
  );
}
