import { Role } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { rotasQuery } from '../../../api/rotas.ts';
import { teamsQuery } from '../../../api/staff.ts';
import { type Choice, usePeopleChoices } from '../../../components/people/use-names.ts';
import { roleWords } from '../../../components/words/identity-words.ts';

/** Whom a policy can notify: who is on call on a rota, a team, a role or a person, by their keys. */
export function useTargetChoices(): readonly Choice[] {
  const rotas = useQuery(rotasQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const people = usePeopleChoices();
  return [
    ...rotas.map(({ id, name }) => ({ value: `rota/${id}`, words: t`On call: ${name}` })),
    ...teams.map(({ id, name }) => ({ value: `team/${id}`, words: t`Team: ${name}` })),
    ...Role.options.map((role) => ({ value: `role/${role}`, words: t`Role: ${roleWords(role)}` })),
    ...people.map(({ value, words }) => ({ value: `person/${value}`, words })),
  ];
}
