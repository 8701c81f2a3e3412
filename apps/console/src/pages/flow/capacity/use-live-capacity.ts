import type { Capacity, Instant } from '#libs/contracts';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { capacityQuery } from '../../../api/capacity.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';

/** Beds in numbers, fetched again after what changes them, and by the clock for those who hear no events. */
export function useLiveCapacity(at: Instant | null): UseQueryResult<Capacity> {
  useRefetchAfterEvents({
    queryKey: queryKeys.capacity(at),
    isAbout: ({ event }) => event === 'stay' || event === 'referral' || event === 'ward',
  });
  return useQuery(capacityQuery(at));
}
