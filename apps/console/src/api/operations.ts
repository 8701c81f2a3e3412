import { Operations } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { serverClock } from '../time/server-clock.ts';
import { ask } from './http.ts';
import { queryKeys } from './query-keys.ts';

/** For how long back the figures are asked for. */
export const operationsHours = [24, 168] as const;
export type OperationsHours = (typeof operationsHours)[number];

/** How the wards worked: numbers only, neither a name nor a reading. */
export const operationsQuery = (hours: OperationsHours) =>
  queryOptions({
    queryKey: queryKeys.operations(hours),
    queryFn: ({ signal }) => {
      const from = new Date(serverClock.now() - hours * 3_600_000).toISOString();
      return ask({ path: `/operations?from=${encodeURIComponent(from)}`, schema: Operations, signal });
    },
  });
