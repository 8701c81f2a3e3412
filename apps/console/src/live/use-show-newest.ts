import type { Alert, Task } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { alertQuery, type Listed, taskQuery } from '../api/queries.ts';
import { newerRevision, withNewest } from './newest.ts';

/** Puts what an answer shows of an alert, or of a task, into every list that has it, without waiting for the live stream. */
export function useShowNewest(lists: 'alerts' | 'tasks'): (shown: Alert | Task) => void {
  const client = useQueryClient();
  return useCallback(
    (shown) => {
      const one = (lists === 'alerts' ? alertQuery : taskQuery)(shown.id).queryKey;
      client.setQueryData<Alert | Task>(one, shown);
      client.setQueriesData<Listed<Alert | Task>>({ queryKey: [lists] }, (list) =>
        list?.items.some(({ id }) => id === shown.id) === true
          ? { ...list, items: withNewest(list.items, shown, newerRevision) }
          : list,
      );
    },
    [client, lists],
  );
}
