import type { LiveEvent } from '#libs/contracts';
import { type QueryKey, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { EventJournal } from './event-journal.ts';
import { setFresh } from './set-fresh.ts';

export interface LiveListOptions<Answer extends object> {
  readonly key: QueryKey;
  readonly fetch: (signal: AbortSignal) => Promise<Answer>;
  /** The answer after events. */
  readonly after: (answer: Answer, events: readonly LiveEvent[]) => Answer;
  readonly enabled?: boolean;
  /** For how long the answer counts as fresh before the clock fetches it again. */
  readonly staleTime?: number;
}

/** An answer that live events keep up to date: hand the events of `useLive` to `hear`. */
export function useLiveList<Answer extends object>(
  options: LiveListOptions<Answer>,
): {
  readonly query: UseQueryResult<Answer>;
  readonly hear: (events: readonly LiveEvent[]) => void;
} {
  const { key, fetch, after, enabled = true, staleTime } = options;
  const client = useQueryClient();
  const journal = useMemo(() => new EventJournal(), []);
  const query = useQuery<Answer>({
    queryKey: key,
    queryFn: ({ signal }) => journal.alongside(() => fetch(signal), after),
    enabled,
    ...(staleTime === undefined ? {} : { staleTime }),
  });
  return {
    query,
    hear: (events) => {
      journal.add(events);
      const answer = client.getQueryData<Answer>(key);
      if (answer === undefined) return;
      const changed = after(answer, events);
      if (changed !== answer) setFresh(client, key, changed);
    },
  };
}
