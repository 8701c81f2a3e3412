import { t } from '@lingui/core/macro';
import { useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { serverClock } from '../../time/server-clock.ts';
import { siteTime } from '../../time/site-time.ts';
import { dateWords } from '../words/time-words.ts';

/** On paper only: when it was printed, since a sheet goes on looking as it did while patients do not. */
export function PrintedAt() {
  const [at, setAt] = useState(() => serverClock.now());
  useLayoutEffect(() => {
    const printing = (): void => flushSync(() => setAt(serverClock.now()));
    window.addEventListener('beforeprint', printing);
    return () => window.removeEventListener('beforeprint', printing);
  }, []);
  const minute = siteTime.wallMinute(at);
  const [day, time] = [dateWords(minute.slice(0, 10)), minute.slice(11)];
  return <p className="hw-printed-at">{t`Printed on ${day} at ${time}. What has happened since is not on it.`}</p>;
}
