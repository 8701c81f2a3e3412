import { EscalationPolicy, StaffMember, Stay, Team, type WardId } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** Who works where changes over days, not over minutes. */
const staleTime = 5 * 60_000;

/** The active people who work on a ward. */
export const peopleQuery = (wardId: WardId) =>
  queryOptions({
    queryKey: queryKeys.people(wardId),
    queryFn: ({ signal }) =>
      listOf({ path: '/people', query: { active: 'true', wardId }, schema: StaffMember, signal, mostPages: 4 }),
    staleTime,
  });

export const teamsQuery = queryOptions({
  queryKey: queryKeys.teams(),
  queryFn: ({ signal }) => listOf({ path: '/teams', query: {}, schema: Team, signal, mostPages: 4 }),
  staleTime,
});

/** The newest version of a policy. */
export const escalationPolicyQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.escalationPolicy(id),
    queryFn: ({ signal }) => ask({ path: `/escalation-policies/${id}`, schema: EscalationPolicy, signal }),
    staleTime,
  });

/** The open stays, by which it is known who has which patient. */
export const admittedStaysQuery = queryOptions({
  queryKey: queryKeys.admittedStays(),
  queryFn: ({ signal }) => listOf({ path: '/stays', query: { state: 'admitted' }, schema: Stay, signal, mostPages: 4 }),
});
