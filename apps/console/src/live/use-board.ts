import type { Board, Instant, LiveEvent, WardId } from '#libs/contracts';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { boardQuery, fetchBoard } from '../api/queries.ts';
import { boardAfterAll } from './board-changes.ts';
import { EventJournal } from './event-journal.ts';
import { setFresh } from './set-fresh.ts';
import { useLive } from './use-live.ts';

/** However many events ask for it, the board is fetched again at most this often. */
const refetchAfterMs = 1000;

export interface BoardUse {
  readonly wardId: WardId;
  /** As it was known then, which changes no more and is not listened to; null for now. */
  readonly asOf: Instant | null;
  readonly onEvents: (events: readonly LiveEvent[]) => void;
}

/** A ward's board that changes by itself. */
export function useBoard({ wardId, asOf, onEvents }: BoardUse): UseQueryResult<Board> {
  const client = useQueryClient();
  const [journal] = useState(() => new EventJournal());
  const refetching = useRef<ReturnType<typeof setTimeout> | null>(null);
  const { queryKey: key, ...options } = boardQuery(wardId, asOf);

  const refetchSoon = (): void => {
    refetching.current ??= setTimeout(() => {
      refetching.current = null;
      void client.invalidateQueries({ queryKey: key });
    }, refetchAfterMs);
  };

  useEffect(
    () => () => {
      if (refetching.current !== null) clearTimeout(refetching.current);
      refetching.current = null;
    },
    [],
  );

  const query = useQuery({
    ...options,
    queryKey: key,
    queryFn: ({ signal }) =>
      journal.alongside(
        () => fetchBoard({ wardId, asOf, signal }, client.getQueryData<Board>(key)),
        (board, heard) => boardAfterAll(board, heard).board,
      ),
  });

  useLive({
    wardId: asOf === null ? wardId : undefined,
    onEvents: (events) => {
      journal.add(events);
      const board = client.getQueryData<Board>(key);
      if (board !== undefined) {
        const change = boardAfterAll(board, events);
        if (change.board !== board) setFresh(client, key, change.board);
        if (change.refetch) refetchSoon();
      }
      onEvents(events);
    },
  });
  return query;
}
