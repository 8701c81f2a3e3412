import type { ClientBase } from 'pg';
import { HistoriesStore } from './stored-histories.store.ts';

/** Everything that has been stored of patients' histories, to be read as it is at one time. */
export type Histories = Pick<HistoriesStore, keyof HistoriesStore>;

/** @param client its search path leads to the scoring service's schema. */
export function storedHistories(client: ClientBase): Histories {
  return new HistoriesStore(client);
}
