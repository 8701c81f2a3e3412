import type { Alert, Task } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Listed } from '../api/lists.ts';
import { alertQuery, taskQuery } from '../api/queries.ts';
import { newerRevision, withNewest } from './newest.ts';
import { type AnsweredList, undoableAnswers } from './undoable-answers.ts';

/** Puts what an answer shows of an alert, or of a task, into every list that has it, without waiting for the live stream. */
export function useShowNewest(list: AnsweredList): (shown: Alert | Task) => void {
  const client = useQueryClient();
  return useCallback(
    (shown) => {
      const one = (list === 'alerts' ? alertQuery : taskQuery)(shown.id).queryKey;
      client.setQueryData<Alert | Task>(one, (held) => newerRevision(held, shown));
      undoableAnswers.note({ list, id: shown.id, undoableUntil: shown.undoableUntil });
      client.setQueriesData<Listed<Alert | Task>>({ queryKey: [list] }, (listed) =>
        listed?.items.some(({ id }) => id === shown.id) === true
          ? { ...listed, items: withNewest(listed.items, shown, newerRevision) }
          : listed,
      );
    },
    [client, list],
  );
}
