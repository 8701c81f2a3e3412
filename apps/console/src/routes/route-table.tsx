import { PatientId, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { matchPath } from '../navigation/match-path.ts';
import { pathTo } from '../navigation/paths.ts';
import { type Route, route } from './route.tsx';

const nothing = z.object({});
const ward = z.object({ wardId: WardId });
const patient = z.object({ patientId: PatientId });

/**
 * Every page of the console. The menu, the guard of permissions and the page for what does not exist follow from it. The
 * first entry that fits a path counts.
 */
export const routes: readonly Route[] = [
  route({
    path: pathTo.wards,
    title: () => t`Wards`,
    permission: 'view-wards',
    section: 'wards',
    values: nothing,
    load: async () => (await import('../pages/wards/wards-page.tsx')).WardsPage,
  }),
  route({
    path: '/wards/:wardId',
    title: () => t`Ward board`,
    permission: 'view-patients',
    section: 'wards',
    hasPast: true,
    values: ward,
    load: async () => (await import('../pages/wards/board/board-page.tsx')).BoardPage,
  }),
  route({
    path: '/wards/:wardId/beds',
    title: () => t`Beds`,
    permission: 'view-wards',
    section: 'wards',
    values: ward,
    load: async () => (await import('../pages/wards/beds-page.tsx')).BedsPage,
  }),
  route({
    path: pathTo.flow,
    title: () => t`Flow`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/flow-page.tsx')).FlowPage,
  }),
  route({
    path: pathTo.alerts,
    title: () => t`Alerts`,
    permission: 'view-patients',
    section: 'alerts',
    values: nothing,
    load: async () => (await import('../pages/alerts/alerts-page.tsx')).AlertsPage,
  }),
  route({
    path: pathTo.tasks,
    title: () => t`Tasks`,
    permission: 'view-patients',
    section: 'now',
    values: nothing,
    load: async () => (await import('../pages/tasks/tasks-page.tsx')).TasksPage,
  }),
  route({
    path: '/patients/:patientId',
    title: () => t`Patient`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/patient/patient-page.tsx')).PatientPage,
  }),
  route({
    path: '/patients/:patientId/plan',
    title: () => t`Monitoring plan`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/plan/plan-page.tsx')).PlanPage,
  }),
  route({
    path: pathTo.preferences,
    title: () => t`Preferences`,
    permission: null,
    section: null,
    values: nothing,
    load: async () => (await import('../pages/preferences/preferences-page.tsx')).PreferencesPage,
  }),
];

/** The route of a path; undefined where there is no page. */
export function routeOf(path: string): Route | undefined {
  return routes.find(({ path: pattern, page }) => {
    const values = matchPath(pattern, path);
    return values !== undefined && page(values) !== undefined;
  });
}

/** The page of a path, as it is shown to a person who may see it. */
export const pageOf = (found: Route, path: string) => found.page(matchPath(found.path, path) ?? {});
