import type { LiveEvent, WardId } from '#libs/contracts';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { chance } from './chance.ts';
import { untilRefetchMs } from './refetch-rules.ts';
import { useLive } from './use-live.ts';

export interface RefetchAfterEvents {
  /** Of every answer to be fetched again: a key, or the beginning of one. */
  readonly queryKey: QueryKey;
  /** Whether an event may change the answer. */
  readonly isAbout: (event: LiveEvent) => boolean;
  /** Whose events: of one ward, or of all where it is null. */
  readonly wardId?: WardId | null;
}

/** Fetches an answer again soon after an event that may change it, for what no event holds by itself. */
export function useRefetchAfterEvents({ queryKey, isAbout, wardId = null }: RefetchAfterEvents): void {
  const client = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const refetchSoon = (): void => {
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      void client.invalidateQueries({ queryKey });
    }, untilRefetchMs(chance()));
  };
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    },
    [],
  );
  useLive({
    wardId,
    onEvents: (events) => {
      if (events.some((event) => event.event === 'reset' || isAbout(event))) refetchSoon();
    },
  });
}
