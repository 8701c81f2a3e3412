import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { alertingHealthQuery } from '../api/alerting.ts';
import { spanWords, timeWords } from '../components/words/time-words.ts';
import { useLive } from '../live/use-live.ts';
import { serverClock } from '../time/server-clock.ts';
import { type AlertingView, alertingView } from './alerting-view.ts';

/** Whether alerts arrive, as it was last heard; undefined before the first answer. */
function useAlerting(): AlertingView | undefined {
  const { data, dataUpdatedAt } = useQuery(alertingHealthQuery);
  const [now, setNow] = useState(() => serverClock.ownNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverClock.ownNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return data === undefined ? undefined : alertingView(data.canary, (now - dataUpdatedAt) / 1000);
}

/** A red band over every page while alerts may not arrive. */
export function AlertingDown() {
  const client = useQueryClient();
  const view = useAlerting();
  useLive({
    wardId: null,
    onEvents: (events) => {
      const newest = events.findLast(({ event }) => event === 'alerting');
      if (newest?.event === 'alerting') client.setQueryData(alertingHealthQuery.queryKey, newest.data);
    },
  });
  if (view?.kind !== 'down') return null;
  const since = view.since === null ? null : timeWords(view.since, serverClock.now());
  return (
    <div className="hw-alerting-down" role="alert">
      <strong>{since === null ? t`Alerting is down.` : t`Alerting is down since ${since}.`}</strong>{' '}
      <Trans>Alerts may not arrive: check on patients by other means.</Trans>
    </div>
  );
}

/** Below every page: when it was last proved that alerts arrive. */
export function AlertingFooter() {
  const view = useAlerting();
  return (
    <footer className="hw-footer">
      <p className={`hw-alerting hw-alerting--${view?.kind ?? 'starting'}`}>{footerWords(view)}</p>
    </footer>
  );
}

function footerWords(view: AlertingView | undefined): string {
  switch (view?.kind) {
    case undefined:
    case 'starting':
      return t`Checking whether alerts arrive…`;
    case 'off':
      return t`Whether alerts arrive is not checked.`;
    case 'down':
      return t`Alerting is down.`;
    case 'ok': {
      const age = ageWords(view.seconds);
      return t`Alerting checked ${age} ago`;
    }
    case 'late': {
      const age = ageWords(view.seconds);
      return t`Alerting checked ${age} ago, which is later than usual`;
    }
    case 'unknown': {
      const age = ageWords(view.seconds);
      return t`It is not known whether alerts arrive: last checked ${age} ago`;
    }
  }
}

const ageWords = (seconds: number): string => (seconds < 60 ? `${String(seconds)} s` : spanWords(seconds / 60));
