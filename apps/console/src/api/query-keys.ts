/**
 * The keys by which answers are kept, so that a change and a new fetch name an answer as the first fetch did. Each begins
 * with its resource: `[resource]` alone means every answer about it.
 */
export const queryKeys = {
  wardsOverview: () => ['wards-overview'] as const,
  handover: (wardId: string, hours: number) => ['handover', wardId, hours] as const,
  sbar: (patientId: string) => ['sbar', patientId] as const,
  operations: (hours: number) => ['operations', hours] as const,
  alertBurden: (filter: object) => ['alert-burden', filter] as const,
  patient: (patientId: string, asOf: string | null) => ['patient', patientId, asOf] as const,
  patientSearch: (text: string) => ['patient-search', text] as const,
  contacts: (patientId: string, asOf: string | null) => ['contacts', patientId, asOf] as const,
  notes: (patientId: string, asOf: string | null) => ['notes', patientId, asOf] as const,
  patientHistory: (patientId: string, asOf: string | null) => ['patient-history', patientId, asOf] as const,
  staysOf: (patientId: string) => ['stays', patientId] as const,
  stayHistory: (stayId: string) => ['stay-history', stayId] as const,
  dischargePreview: (stayId: string) => ['discharge-preview', stayId] as const,
  discharged: () => ['stays', 'discharged'] as const,
  devices: (state: string | null) => ['devices', state] as const,
  gateways: () => ['gateways'] as const,
  quarantined: (filter: object) => ['quarantine', filter] as const,
  pastTechnicalAlerts: () => ['technical-alerts', 'past'] as const,
  deadLetters: () => ['dead-letters'] as const,
  ruleSets: () => ['rule-sets'] as const,
  people: (wardId: string) => ['people', wardId] as const,
  teams: () => ['teams'] as const,
  escalationPolicy: (id: string) => ['escalation-policy', id] as const,
  notificationsOf: (alertId: string) => ['notifications', alertId] as const,
  waitingNotifications: (personId: string) => ['notifications', 'waiting', personId] as const,
  admittedStays: () => ['stays', 'admitted'] as const,
  alertTimeline: (alertId: string) => ['alert-timeline', alertId] as const,
} as const;
