import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Puts what an event makes of an answer in its place, without counting as an answer of the service: when the answer is to be
 * fetched again goes by when it was last fetched.
 */
export function setFresh(client: QueryClient, key: QueryKey, answer: object): void {
  const updatedAt = client.getQueryState(key)?.dataUpdatedAt;
  client.setQueryData(key, answer, updatedAt === undefined ? {} : { updatedAt });
}
