import { ReferralId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { pathTo } from '../navigation/paths.ts';
import { type Route, route } from './route.tsx';

const nothing = z.object({});
const referral = z.object({ referralId: ReferralId });

/** Patients who come and go, and how the wards keep up with them. */
export const flowRoutes: readonly Route[] = [
  route({
    path: pathTo.flow,
    title: () => t`Flow`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/flow-page.tsx')).FlowPage,
  }),
  route({
    path: pathTo.referrals,
    title: () => t`Referrals`,
    permission: 'view-patients',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/referrals/referrals-page.tsx')).ReferralsPage,
  }),
  route({
    path: pathTo.refer,
    title: () => t`Refer a patient`,
    permission: 'manage-referrals',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/referrals/refer-page.tsx')).ReferPage,
  }),
  route({
    path: '/flow/referrals/:referralId',
    title: () => t`Referral`,
    permission: 'view-patients',
    section: 'flow',
    values: referral,
    load: async () => (await import('../pages/flow/referrals/referral-page.tsx')).ReferralPage,
  }),
  route({
    path: pathTo.admit,
    title: () => t`Admit a patient`,
    permission: 'admit-and-discharge',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/admit-page.tsx')).AdmitPage,
  }),
  route({
    path: pathTo.discharges,
    title: () => t`Discharges`,
    permission: 'view-patients',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/discharges-page.tsx')).DischargesPage,
  }),
  route({
    path: pathTo.alertBurden,
    title: () => t`Alert burden`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/burden/burden-page.tsx')).BurdenPage,
  }),
];
