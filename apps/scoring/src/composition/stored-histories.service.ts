import type { ClientBase } from 'pg';
import { StoredHistoriesStore } from './stored-histories.store.ts';

/** Everything that has been stored of patients' histories, to be read as it is at one time. */
export type StoredHistories = Pick<StoredHistoriesStore, keyof StoredHistoriesStore>;

/** @param client its search path leads to the scoring service's schema. */
export function storedHistories(client: ClientBase): StoredHistories {
  return new StoredHistoriesStore(client);
}
