import { useEffect, useState } from 'react';
import { serverClock } from './server-clock.ts';

/** The service's time, moving on every few seconds so that ages tick and due times pass without anything arriving. */
export function useNow(everyMs = 5000): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(serverClock.now());
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs]);
  return now;
}
