import type { TeamId } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { use, useMemo } from 'react';
import { teamsQuery } from '../../api/staff.ts';
import { PersonContext } from '../frame/person.tsx';
import { teamsOf } from './teams-of.ts';

const none: ReadonlySet<TeamId> = new Set();

/** The teams of the person signed in; none while they are not known. */
export function useMyTeams(isAsked = true): ReadonlySet<TeamId> {
  const me = use(PersonContext);
  const isKnown = isAsked && me?.permissions.includes('view-staff') === true;
  const teams = useQuery({ ...teamsQuery, enabled: isKnown }).data?.items;
  return useMemo(() => (me === undefined || teams === undefined ? none : teamsOf(me.id, teams)), [me, teams]);
}
