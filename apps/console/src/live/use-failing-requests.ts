import { type QueryCache, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type FailingRequests, noneFailing } from './connection.ts';

/** What is on screen from before and cannot be fetched again at the moment. */
export function useFailingRequests(): FailingRequests {
  const cache = useQueryClient().getQueryCache();
  const [failing, setFailing] = useState(noneFailing);
  useEffect(() => {
    const look = (): void => setFailing((before) => unlessSame(before, failingIn(cache)));
    look();
    // The other events come while a page is being rendered, when nothing else may change.
    return cache.subscribe(({ type }) => {
      if (type === 'updated' || type === 'observerAdded' || type === 'observerRemoved') look();
    });
  }, [cache]);
  return failing;
}

/** A request counts once it has failed, also while it is tried again. What never came is said in its place on the page. */
function failingIn(cache: QueryCache): FailingRequests {
  const failed = cache
    .findAll({ type: 'active' })
    .filter(({ state }) => state.data !== undefined && (state.status === 'error' || state.fetchFailureCount > 0));
  if (failed.length === 0) return noneFailing;
  return { count: failed.length, upToDateAt: Math.min(...failed.map(({ state }) => state.dataUpdatedAt)) };
}

const unlessSame = (before: FailingRequests, after: FailingRequests): FailingRequests =>
  before.count === after.count && before.upToDateAt === after.upToDateAt ? before : after;
