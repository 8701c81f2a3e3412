import {
  type ContactMethodsChange,
  EscalationPolicy,
  type NewStaffMember,
  type NewTeam,
  Notification,
  type NotificationChannel,
  type Role,
  type StaffChange,
  StaffMember,
  Stay,
  Team,
  type TeamId,
  type WardId,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** Which of the people. */
export interface PeopleFilter {
  readonly role?: Role | undefined;
  readonly wardId?: WardId | undefined;
  readonly active?: 'true' | 'false' | undefined;
}

export const everyone: PeopleFilter = {};

/** Who works where changes over days, not over minutes. */
const staleTime = 5 * 60_000;

export const peopleQuery = (filter: PeopleFilter) =>
  queryOptions({
    queryKey: queryKeys.people(filter),
    queryFn: ({ signal }) =>
      listOf({ path: '/people', query: { ...filter }, schema: StaffMember, signal, mostPages: 10 }),
    staleTime,
  });

/** @param id `me` for the person who asks. */
export const staffMemberQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.person(id),
    queryFn: ({ signal }) => ask({ path: `/people/${encodeURIComponent(id)}`, schema: StaffMember, signal }),
  });

export const teamsQuery = queryOptions({
  queryKey: queryKeys.teams(),
  queryFn: ({ signal }) => listOf({ path: '/teams', query: {}, schema: Team, signal, mostPages: 10 }),
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
  queryFn: ({ signal }) => listOf({ path: '/stays', query: { state: 'open' }, schema: Stay, signal, mostPages: 4 }),
});

type StaffOutcome = Promise<CommandOutcome<StaffMember, StaffMember>>;

export const addPerson = (
  body: z.input<typeof NewStaffMember>,
  press: Press,
): Promise<CommandOutcome<StaffMember, null>> =>
  command({ path: '/people', body, press, answer: StaffMember, seen: z.null() });

export const changePerson = (id: string, body: z.input<typeof StaffChange>, press: Press): StaffOutcome =>
  command({
    path: `/people/${encodeURIComponent(id)}`,
    method: 'PUT',
    body,
    press,
    answer: StaffMember,
    seen: StaffMember,
  });

/** @param id `me` for oneself. */
export const changeContactMethods = (
  id: string,
  body: z.input<typeof ContactMethodsChange>,
  press: Press,
): StaffOutcome =>
  command({
    path: `/people/${encodeURIComponent(id)}/contact-methods`,
    method: 'PUT',
    body,
    press,
    answer: StaffMember,
    seen: StaffMember,
  });

export const addTeam = (body: z.input<typeof NewTeam>, press: Press): Promise<CommandOutcome<Team, null>> =>
  command({ path: '/teams', body, press, answer: Team, seen: z.null() });

export const changeTeam = (
  id: TeamId,
  body: z.input<typeof NewTeam>,
  press: Press,
): Promise<CommandOutcome<Team, Team>> =>
  command({ path: `/teams/${id}`, method: 'PUT', body, press, answer: Team, seen: Team });

/** Sends a message to oneself by that channel. */
export const sendTest = (channel: NotificationChannel, press: Press): Promise<CommandOutcome<Notification, null>> =>
  command({ path: '/people/me/test-notification', body: { channel }, press, answer: Notification, seen: z.null() });

const soonMs = 2000;

/** The newest notifications of a person, asked for again while one of them has not ended. */
export const ownTestsQuery = (personId: string) =>
  queryOptions({
    queryKey: queryKeys.ownTests(personId),
    queryFn: ({ signal }) =>
      listOf({ path: '/notifications', query: { personId, limit: '20' }, schema: Notification, signal, mostPages: 1 }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ kind, state: at }) => kind === 'test' && at === 'pending') === true ? soonMs : false,
  });

const WebPushKey = z.object({ key: z.string().nullable() });

/** With which a browser subscribes to web push; null where it is not offered. */
export const webPushKeyQuery = queryOptions({
  queryKey: queryKeys.webPushKey(),
  queryFn: ({ signal }) => ask({ path: '/notifications/web-push-key', schema: WebPushKey, signal }),
  staleTime: 30 * 60_000,
});
