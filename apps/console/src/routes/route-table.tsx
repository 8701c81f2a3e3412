import { AlertId, DeviceId, PatientId, RuleSetKey, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { matchPath } from '../navigation/match-path.ts';
import { pathTo } from '../navigation/paths.ts';
import { flowRoutes } from './flow-routes.tsx';
import { type Route, route } from './route.tsx';
import { staffRoutes } from './staff-routes.tsx';
import { capacityRoutes } from './capacity-routes.tsx';

const nothing = z.object({});
const ward = z.object({ wardId: WardId });
const patient = z.object({ patientId: PatientId });
const alert = z.object({ alertId: AlertId });
const device = z.object({ deviceId: DeviceId });
const ruleSet = z.object({ ruleSetKey: RuleSetKey });

/**
 * Every page of the console. The menu, the guard of permissions and the page for what does not exist follow from it. The
 * first entry that fits a path counts.
 */
export const routes: readonly Route[] = [
  route({
    path: pathTo.now,
    title: () => t`Now`,
    permission: 'view-patients',
    section: 'now',
    values: nothing,
    load: async () => (await import('../pages/now/now-page.tsx')).NowPage,
  }),
  route({
    path: pathTo.tasks,
    title: () => t`Tasks`,
    permission: 'view-patients',
    section: 'now',
    values: nothing,
    load: async () => (await import('../pages/now/tasks/tasks-page.tsx')).TasksPage,
  }),
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
    load: async () => (await import('../pages/wards/beds/beds-page.tsx')).BedsPage,
  }),
  route({
    path: '/wards/:wardId/tasks',
    title: () => t`Tasks`,
    permission: 'view-patients',
    section: 'wards',
    values: ward,
    load: async () => (await import('../pages/wards/ward-tasks-page.tsx')).WardTasksPage,
  }),
  route({
    path: '/wards/:wardId/handover',
    title: () => t`Handover`,
    permission: 'view-patients',
    section: 'wards',
    values: ward,
    load: async () => (await import('../pages/wards/handover/handover-page.tsx')).HandoverPage,
  }),
  ...flowRoutes,
  route({
    path: pathTo.alerts,
    title: () => t`Alerts`,
    permission: 'view-patients',
    section: 'alerts',
    values: nothing,
    load: async () => (await import('../pages/alerts/alerts-page.tsx')).AlertsPage,
  }),
  route({
    path: pathTo.myAlerts,
    title: () => t`My alerts`,
    permission: 'view-patients',
    section: 'alerts',
    values: nothing,
    load: async () => (await import('../pages/alerts/alerts-page.tsx')).MyAlertsPage,
  }),
  route({
    path: pathTo.allAlerts,
    title: () => t`Alerts of all wards`,
    permission: 'view-patients',
    section: 'alerts',
    values: nothing,
    load: async () => (await import('../pages/alerts/alerts-page.tsx')).AllAlertsPage,
  }),
  route({
    path: pathTo.alertHistory,
    title: () => t`Alerts that are over`,
    permission: 'view-patients',
    section: 'alerts',
    values: nothing,
    load: async () => (await import('../pages/alerts/alerts-page.tsx')).AlertHistoryPage,
  }),
  route({
    path: '/alerts/:alertId',
    title: () => t`Alert`,
    permission: 'view-patients',
    section: 'alerts',
    values: alert,
    load: async () => (await import('../pages/alerts/alert/alert-page.tsx')).AlertPage,
  }),
  route({
    path: pathTo.patients,
    title: () => t`Patients`,
    permission: 'view-patients',
    section: 'patients',
    values: nothing,
    load: async () => (await import('../pages/patients/find/find-patient-page.tsx')).FindPatientPage,
  }),
  route({
    path: pathTo.registerPatient,
    title: () => t`Register a patient`,
    permission: 'manage-patients',
    section: 'patients',
    values: nothing,
    load: async () => (await import('../pages/patients/register/register-patient-page.tsx')).RegisterPatientPage,
  }),
  route({
    path: '/patients/:patientId',
    title: () => t`Patient`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/patients/summary/summary-page.tsx')).SummaryPage,
  }),
  route({
    path: '/patients/:patientId/charts',
    title: () => t`Charts`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/patients/charts/charts-page.tsx')).ChartsPage,
  }),
  route({
    path: '/patients/:patientId/plan',
    title: () => t`Monitoring plan`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/patients/plan/plan-page.tsx')).PlanPage,
  }),
  route({
    path: '/patients/:patientId/contacts',
    title: () => t`Contacts and notes`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/patients/contacts/contacts-page.tsx')).ContactsPage,
  }),
  route({
    path: '/patients/:patientId/devices',
    title: () => t`Devices`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/patients/devices/patient-devices-page.tsx')).PatientDevicesPage,
  }),
  route({
    path: '/patients/:patientId/stays',
    title: () => t`Stays`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/patients/stays/stays-page.tsx')).StaysPage,
  }),
  route({
    path: '/patients/:patientId/history',
    title: () => t`History`,
    permission: 'view-patients',
    section: 'patients',
    hasPast: true,
    values: patient,
    load: async () => (await import('../pages/patients/history/history-page.tsx')).HistoryPage,
  }),
  route({
    path: '/patients/:patientId/merge',
    title: () => t`Merge records`,
    permission: 'merge-patients',
    section: 'patients',
    values: patient,
    load: async () => (await import('../pages/patients/merge/merge-page.tsx')).MergePage,
  }),
  route({
    path: '/patients/:patientId/sbar',
    title: () => t`SBAR`,
    permission: 'view-patients',
    section: 'patients',
    values: patient,
    load: async () => (await import('../pages/patients/sbar/sbar-page.tsx')).SbarPage,
  }),
  route({
    path: pathTo.devices,
    title: () => t`Devices`,
    permission: 'view-devices',
    section: 'devices',
    values: nothing,
    load: async () => (await import('../pages/devices/devices-page.tsx')).DevicesPage,
  }),
  route({
    path: pathTo.registerDevice,
    title: () => t`Register a device`,
    permission: 'register-devices',
    section: 'devices',
    values: nothing,
    load: async () => (await import('../pages/devices/register-device-page.tsx')).RegisterDevicePage,
  }),
  route({
    path: '/devices/stock/:deviceId',
    title: () => t`Device`,
    permission: 'view-devices',
    section: 'devices',
    values: device,
    load: async () => (await import('../pages/devices/device-page.tsx')).DevicePage,
  }),
  route({
    path: pathTo.gateways,
    title: () => t`Gateways`,
    permission: 'manage-gateways',
    section: 'devices',
    values: nothing,
    load: async () => (await import('../pages/devices/gateways-page.tsx')).GatewaysPage,
  }),
  route({
    path: pathTo.quarantine,
    title: () => t`Quarantine`,
    permission: 'view-quarantine',
    section: 'devices',
    values: nothing,
    load: async () => (await import('../pages/devices/quarantine-page.tsx')).QuarantinePage,
  }),
  route({
    path: pathTo.manage,
    title: () => t`Manage`,
    permission: 'manage-wards',
    section: 'manage',
    values: nothing,
    load: async () => (await import('../pages/manage/manage-page.tsx')).ManagePage,
  }),
  route({
    path: pathTo.manageWards,
    title: () => t`Wards`,
    permission: 'manage-wards',
    section: 'manage',
    values: nothing,
    load: async () => (await import('../pages/manage/manage-wards-page.tsx')).ManageWardsPage,
  }),
  route({
    path: '/manage/wards/:wardId',
    title: () => t`Ward`,
    permission: 'manage-wards',
    section: 'manage',
    values: ward,
    load: async () => (await import('../pages/manage/ward/manage-ward-page.tsx')).ManageWardPage,
  }),
  route({
    path: pathTo.ruleSets,
    title: () => t`Rule sets`,
    permission: 'view-patients',
    section: null,
    values: nothing,
    load: async () => (await import('../pages/manage/rule-sets-page.tsx')).RuleSetsPage,
  }),
  route({
    path: '/manage/rule-sets/:ruleSetKey',
    title: () => t`Rule set`,
    permission: 'view-patients',
    section: 'manage',
    values: ruleSet,
    load: async () => (await import('../pages/manage/rule-set-page.tsx')).RuleSetPage,
  }),
  route({
    path: pathTo.replayReport,
    title: () => t`Replay report`,
    permission: 'view-patients',
    section: null,
    values: nothing,
    load: async () => (await import('../pages/manage/replay-report/replay-report-page.tsx')).ReplayReportPage,
  }),
  route({
    path: pathTo.health,
    title: () => t`Service health`,
    permission: 'view-wards',
    section: null,
    values: nothing,
    load: async () => (await import('../pages/manage/health-page.tsx')).HealthPage,
  }),
  ...capacityRoutes,
  ...staffRoutes,
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
