import { AlertingHealth } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';

/** Also from pages in the background: who comes back to one must not be met by an old answer. */
const everyMs = 15_000;

/** Whether alerts arrive. A live event brings it sooner, where a page listens. */
export const alertingHealthQuery = queryOptions({
  queryKey: ['alerting-health'],
  queryFn: ({ signal }) => ask({ path: '/alerting/health', schema: AlertingHealth, signal }),
  staleTime: everyMs,
  refetchInterval: everyMs,
  refetchIntervalInBackground: true,
});
