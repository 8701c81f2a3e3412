import type { Alert, AlertId } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { acknowledgeAlert, resolveAlert } from '../../api/acts.ts';
import type { Listed } from '../../api/queries.ts';
import { newerRevision, withNewest } from '../../live/newest.ts';

/** What is being done to an alert, or why it could not be done. */
export type ActState =
  | { readonly kind: 'acknowledging' | 'resolving' }
  | { readonly kind: 'failed'; readonly what: 'acknowledged' | 'resolved'; readonly error: Error };

export interface AlertActs {
  readonly stateOf: (id: AlertId) => ActState | undefined;
  readonly acknowledge: (id: AlertId) => Promise<boolean>;
  readonly resolve: (id: AlertId, outcome: string) => Promise<boolean>;
}

/**
 * Acknowledging and resolving. The screen answers at once ("Acknowledging…") but says "Acknowledged" only when the service
 * has; when it could not be done the alert stands as before, with the reason beside it.
 */
export function useAlertActs(): AlertActs {
  const client = useQueryClient();
  const [states, setStates] = useState<ReadonlyMap<AlertId, ActState>>(new Map());

  const note = useCallback((id: AlertId, state: ActState | undefined) => {
    setStates((before) => {
      const after = new Map(before);
      if (state === undefined) after.delete(id);
      else after.set(id, state);
      return after;
    });
  }, []);

  const act = useCallback(
    async (id: AlertId, what: 'acknowledged' | 'resolved', doing: ActState, ask: () => Promise<Alert>) => {
      note(id, doing);
      try {
        const alert = await ask();
        client.setQueriesData<Listed<Alert>>({ queryKey: ['alerts'] }, (list) =>
          list?.items.some((held) => held.id === alert.id) === true
            ? { ...list, items: withNewest(list.items, alert, newerRevision) }
            : list,
        );
        note(id, undefined);
        return true;
      } catch (error) {
        note(id, { kind: 'failed', what, error: error instanceof Error ? error : new Error(String(error)) });
        return false;
      }
    },
    [client, note],
  );

  return {
    stateOf: (id) => states.get(id),
    acknowledge: (id) => act(id, 'acknowledged', { kind: 'acknowledging' }, () => acknowledgeAlert(id)),
    resolve: (id, outcome) =>
      act(id, 'resolved', { kind: 'resolving' }, () => resolveAlert(id, outcome === '' ? {} : { outcome })),
  };
}
