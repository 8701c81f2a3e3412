import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { chance as chanceOfBrowser } from './chance.ts';
import { untilNextLookMs } from './refetch-rules.ts';

/**
 * Fetches again whatever is on screen and older than its `staleTime`, by a clock that live changes do not restart: whatever
 * no event tells of is shown in time all the same. A page in the background waits until it is looked at.
 *
 * @param chance from 0 to 1, another each time: consoles must not all fetch at once.
 */
export function RefetchClock({ chance = chanceOfBrowser }: { readonly chance?: () => number }) {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      if (document.visibilityState !== 'visible') return;
      void client.refetchQueries({ type: 'active', stale: true }, { cancelRefetch: false });
    };
    const goOn = (): void => {
      timer = setTimeout(() => {
        look();
        goOn();
      }, untilNextLookMs(chance()));
    };
    goOn();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [client, chance]);
  return null;
}
