import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { wardsQuery } from '../../api/queries.ts';
import { rotasQuery } from '../../api/rotas.ts';
import { everyone, peopleQuery, teamsQuery } from '../../api/staff.ts';
import type { PolicyNames } from '../words/policy-words.ts';

const nameIn =
  (items: readonly { readonly id: string; readonly name: string }[] | undefined) =>
  (id: string): string =>
    items?.find((item) => item.id === id)?.name ?? id;

/** How people, teams, rotas and wards are called; by their ids while that is not known. */
export function useNames(): PolicyNames {
  const people = useQuery(peopleQuery(everyone)).data?.items;
  const teams = useQuery(teamsQuery).data?.items;
  const rotas = useQuery(rotasQuery).data?.items;
  const wards = useQuery(wardsQuery).data?.items;
  return useMemo(
    () => ({ person: nameIn(people), team: nameIn(teams), rota: nameIn(rotas), ward: nameIn(wards) }),
    [people, teams, rotas, wards],
  );
}

export interface Choice {
  readonly value: string;
  readonly words: string;
}

/** The people who can be chosen: those who are active. */
export function usePeopleChoices(): readonly Choice[] {
  const people = useQuery(peopleQuery(everyone)).data?.items;
  return useMemo(
    () => (people ?? []).filter(({ active }) => active).map(({ id, name }) => ({ value: id, words: name })),
    [people],
  );
}

export function useWardChoices(): readonly Choice[] {
  const wards = useQuery(wardsQuery).data?.items;
  return useMemo(() => (wards ?? []).map(({ id, name }) => ({ value: id, words: name })), [wards]);
}
