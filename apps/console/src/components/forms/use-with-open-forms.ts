import { type UseQueryOptions, useQueries } from '@tanstack/react-query';
import { use } from 'react';
import { PersonContext } from '../frame/person.tsx';
import { draftStore } from './draft-store.ts';

export interface OpenForms<Item> {
  /** Names the form of an item. */
  readonly form: (id: string) => string;
  readonly query: (id: string) => UseQueryOptions<Item, Error, Item, string[]>;
  /** Whether an item that is not listed any more belongs here but for its state: another ward's does not. */
  readonly belongs: (item: Item) => boolean;
}

/**
 * What a list has, and what it has no more but a form is open for: what a colleague has resolved leaves the list of open
 * alerts, but the form with what was typed stays.
 */
export function useWithOpenForms<Item extends { readonly id: string }>(
  listed: readonly Item[],
  { form, query, belongs }: OpenForms<Item>,
): readonly Item[] {
  const personId = use(PersonContext)?.id ?? '';
  const ids = draftStore.openForms(personId, form('')).filter((id) => listed.every((item) => item.id !== id));
  const answers = useQueries({ queries: ids.map((id) => ({ ...query(id), staleTime: 30_000 })) });
  const kept = answers.flatMap(({ data }) => (data !== undefined && belongs(data) ? [data] : []));
  return kept.length === 0 ? listed : [...listed, ...kept];
}
