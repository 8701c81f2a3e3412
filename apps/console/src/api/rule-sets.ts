import { pageOf, RuleSetSummary } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';
import { queryKeys } from './query-keys.ts';

/** Every chart, and every version of a pathway's rules. None changes while a page is open. */
export const ruleSetsQuery = queryOptions({
  queryKey: queryKeys.ruleSets(),
  queryFn: ({ signal }) => ask({ path: '/rule-sets', schema: pageOf(RuleSetSummary), signal }),
  staleTime: 30 * 60_000,
});
