import { WardsOverview } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';
import { queryKeys } from './query-keys.ts';

/** Every ward at a glance: its worst scores, what waits for an answer, its beds. It names no patient. */
export const wardsOverviewQuery = queryOptions({
  queryKey: queryKeys.wardsOverview(),
  queryFn: ({ signal }) => ask({ path: '/wards/overview', schema: WardsOverview, signal }),
});
