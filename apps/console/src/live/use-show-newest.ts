import type { Alert, Task } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Listed } from '../api/queries.ts';
import { newerRevision, withNewest } from './newest.ts';

/** Puts what an answer shows of an alert, or of a task, into every list that has it, without waiting for the live stream. */
export function useShowNewest<Thing extends Alert | Task>(lists: 'alerts' | 'tasks'): (shown: Thing) => void {
  const client = useQueryClient();
  return useCallback(
    (shown) => {
      client.setQueriesData<Listed<Thing>>({ queryKey: [lists] }, (list) =>
        list?.items.some(({ id }) => id === shown.id) === true
          ? { ...list, items: withNewest(list.items, shown, newerRevision) }
          : list,
      );
    },
    [client, lists],
  );
}
