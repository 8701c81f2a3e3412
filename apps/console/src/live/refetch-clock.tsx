import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** So often it is looked what has become too old. */
const lookEveryMs = 5000;

/**
 * Fetches again whatever is on screen and older than its `staleTime`, by a clock that live changes do not restart: whatever
 * no event tells of is shown in time all the same. A page in the background waits until it is looked at.
 */
export function RefetchClock() {
  const client = useQueryClient();
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState !== 'visible') return;
      void client.refetchQueries({ type: 'active', stale: true }, { cancelRefetch: false });
    };
    const timer = setInterval(look, lookEveryMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [client]);
  return null;
}
