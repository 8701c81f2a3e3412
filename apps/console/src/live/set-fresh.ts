import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Puts what an event makes of an answer in its place, without counting as an answer of the service: when the answer is to be
 * fetched again goes by when it was last fetched.
 */
export function setFresh<Answer>(client: QueryClient, key: QueryKey, answer: Answer): void {
  const updatedAt = client.getQueryState(key)?.dataUpdatedAt;
  client.setQueryData<Answer>(key, () => answer, updatedAt === undefined ? {} : { updatedAt });
}
