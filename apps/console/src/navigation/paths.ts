import type { AlertId, DeviceId, PatientId, ReferralId, RotaId, WardId } from '#libs/contracts';

/** The console's addresses, for links. Which page each leads to is in `routes/route-table.tsx`. */
export const pathTo = {
  home: '/',
  now: '/now',
  tasks: '/tasks',
  wards: '/wards',
  board: (wardId: WardId): string => `/wards/${wardId}`,
  beds: (wardId: WardId): string => `/wards/${wardId}/beds`,
  wardTasks: (wardId: WardId): string => `/wards/${wardId}/tasks`,
  handover: (wardId: WardId): string => `/wards/${wardId}/handover`,
  alerts: '/alerts',
  myAlerts: '/alerts/mine',
  allAlerts: '/alerts/all',
  alertHistory: '/alerts/history',
  alert: (alertId: AlertId): string => `/alerts/${alertId}`,
  patients: '/patients',
  /** What is searched for is for this browser alone: a fragment goes to no server, and into no log. */
  foundPatients: (text: string): string => (text === '' ? '/patients' : `/patients#search=${encodeURIComponent(text)}`),
  registerPatient: '/patients/new',
  patient: (patientId: PatientId): string => `/patients/${patientId}`,
  charts: (patientId: PatientId): string => `/patients/${patientId}/charts`,
  plan: (patientId: PatientId): string => `/patients/${patientId}/plan`,
  contacts: (patientId: PatientId): string => `/patients/${patientId}/contacts`,
  patientDevices: (patientId: PatientId): string => `/patients/${patientId}/devices`,
  stays: (patientId: PatientId): string => `/patients/${patientId}/stays`,
  merge: (patientId: PatientId): string => `/patients/${patientId}/merge`,
  sbar: (patientId: PatientId): string => `/patients/${patientId}/sbar`,
  history: (patientId: PatientId): string => `/patients/${patientId}/history`,
  flow: '/flow',
  admit: '/flow/admit',
  referrals: '/flow/referrals',
  refer: '/flow/referrals/new',
  referral: (referralId: ReferralId): string => `/flow/referrals/${referralId}`,
  discharges: '/flow/discharges',
  alertBurden: '/flow/burden',
  capacity: '/flow/capacity',
  capacityWall: '/flow/capacity/wall',
  capacitySnapshots: '/flow/capacity/snapshots',
  capacityForecast: '/flow/capacity/forecast',
  capacityTargets: '/flow/capacity/targets',
  benefits: '/flow/capacity/benefits',
  devices: '/devices',
  registerDevice: '/devices/new',
  device: (deviceId: DeviceId): string => `/devices/stock/${encodeURIComponent(deviceId)}`,
  gateways: '/devices/gateways',
  quarantine: '/devices/quarantine',
  manage: '/manage',
  manageWards: '/manage/wards',
  manageWard: (wardId: WardId): string => `/manage/wards/${wardId}`,
  ruleSets: '/manage/rule-sets',
  ruleSet: (key: string): string => `/manage/rule-sets/${encodeURIComponent(key)}`,
  replayReport: '/manage/replay-report',
  health: '/manage/health',
  people: '/manage/people',
  staffMember: (id: string): string => `/manage/people/${encodeURIComponent(id)}`,
  teams: '/manage/teams',
  rotas: '/manage/rotas',
  rota: (id: RotaId): string => `/manage/rotas/${id}`,
  escalationPolicies: '/manage/escalation-policies',
  sentMessages: '/manage/sent-messages',
  preferences: '/preferences',
  ownContactMethods: '/preferences/contact-methods',
  signedIn: '/signed-in',
} as const;

/** To the comparison with another record of the same person; without one, to where it is looked for. */
export const pathToMerge = (patientId: PatientId, otherId?: PatientId): string =>
  `${pathTo.merge(patientId)}${otherId === undefined ? '' : `?with=${otherId}`}`;

interface ReferralOfAdmission {
  readonly id: ReferralId;
  readonly patientId: PatientId;
  readonly wardId: WardId | null;
}

/** The form of an admission that answers a referral, with what the referral says filled in. */
export function pathToAdmission({ id, patientId, wardId }: ReferralOfAdmission): string {
  const ward = wardId === null ? '' : `&ward=${wardId}`;
  return `${pathTo.admit}?patient=${patientId}&referral=${id}${ward}`;
}

/** What the address of `foundPatients` searches for. */
export const searchedIn = (fragment: string): string => new URLSearchParams(fragment.slice(1)).get('search') ?? '';
