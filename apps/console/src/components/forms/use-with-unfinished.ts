import { type UseQueryOptions, useQueries } from '@tanstack/react-query';
import { use } from 'react';
import { type AnsweredList, useUndoable } from '../../live/undoable-answers.ts';
import { PersonContext } from '../frame/person.tsx';
import { draftStore } from './draft-store.ts';

export interface Unfinished<Item> {
  readonly list: AnsweredList;
  /** Names the form of an item, or begins the names of its forms: what follows is `/` and which. */
  readonly form: (id: string) => string;
  readonly query: (id: string) => UseQueryOptions<Item, Error, Item, string[]>;
  /** Whether an item that is not listed any more belongs here but for its state: another ward's does not. */
  readonly belongs: (item: Item) => boolean;
  readonly now: number;
}

/**
 * What a list has, and what it has no more but the person is not finished with. What a colleague has resolved leaves the list
 * of open alerts, but the form with what was typed stays; what was answered here stays as long as that can be taken back.
 */
export function useWithUnfinished<Item extends { readonly id: string }>(
  listed: readonly Item[],
  { list, form, query, belongs, now }: Unfinished<Item>,
): readonly Item[] {
  const personId = use(PersonContext)?.id ?? '';
  const unfinished = new Set([...draftStore.openForms(personId, form('')).map(idOf), ...useUndoable(list, now)]);
  const ids = [...unfinished].filter((id) => listed.every((item) => item.id !== id));
  const answers = useQueries({ queries: ids.map((id) => ({ ...query(id), staleTime: 30_000 })) });
  const kept = answers.flatMap(({ data }) => (data !== undefined && belongs(data) ? [data] : []));
  return kept.length === 0 ? listed : [...listed, ...kept];
}

const idOf = (rest: string): string => rest.split('/')[0] ?? rest;
