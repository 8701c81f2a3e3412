import { RotaId, StaffId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { pathTo } from '../navigation/paths.ts';
import { type Route, route } from './route.tsx';

const nothing = z.object({});
const staffMember = z.object({ personId: StaffId });
const rota = z.object({ rotaId: RotaId });

/** Who is reached when, under Manage; those who care for patients read rotas and policies too. */
export const staffRoutes: readonly Route[] = [
  route({
    path: pathTo.people,
    title: () => t`People`,
    permission: 'manage-staff',
    section: 'manage',
    values: nothing,
    load: async () => (await import('../pages/manage/people/people-page.tsx')).PeoplePage,
  }),
  route({
    path: '/manage/people/:personId',
    title: () => t`Person`,
    permission: 'manage-staff',
    section: 'manage',
    values: staffMember,
    load: async () => (await import('../pages/manage/people/staff-member-page.tsx')).StaffMemberPage,
  }),
  route({
    path: pathTo.teams,
    title: () => t`Teams`,
    permission: 'manage-staff',
    section: 'manage',
    values: nothing,
    load: async () => (await import('../pages/manage/teams/teams-page.tsx')).TeamsPage,
  }),
  route({
    path: pathTo.rotas,
    title: () => t`Rotas`,
    permission: 'view-staff',
    section: null,
    values: nothing,
    load: async () => (await import('../pages/manage/rotas/rotas-page.tsx')).RotasPage,
  }),
  route({
    path: '/manage/rotas/:rotaId',
    title: () => t`Rota`,
    permission: 'view-staff',
    section: 'manage',
    values: rota,
    load: async () => (await import('../pages/manage/rotas/rota-page.tsx')).RotaPage,
  }),
  route({
    path: pathTo.escalationPolicies,
    title: () => t`Escalation policies`,
    permission: 'view-staff',
    section: null,
    values: nothing,
    load: async () => (await import('../pages/manage/escalation-policies/policies-page.tsx')).PoliciesPage,
  }),
  route({
    path: pathTo.sentMessages,
    title: () => t`Sent messages`,
    permission: 'view-sent-messages',
    section: 'manage',
    values: nothing,
    load: async () => (await import('../pages/manage/sent-messages/sent-messages-page.tsx')).SentMessagesPage,
  }),
  route({
    path: pathTo.ownContactMethods,
    title: () => t`My contact methods`,
    permission: null,
    section: null,
    values: nothing,
    load: async () => (await import('../pages/preferences/own-contact-methods-page.tsx')).OwnContactMethodsPage,
  }),
];
