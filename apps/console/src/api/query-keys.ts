import type { OperationsHours } from './operations.ts';

/**
 * The keys by which answers are kept, so that a change and a new fetch name it as the first fetch did. Each
 * begins with its resource: `[resource]` alone means every answer about it.
 */
export const queryKeys = {
  wardsOverview: () => ['wards-overview'] as const,
  operations: (hours: OperationsHours) => ['operations', hours] as const,
  stays: (filter: object) => ['stays', filter] as const,
  patientSearch: (text: string) => ['patient-search', text] as const,
  devices: (filter: object) => ['devices', filter] as const,
  ruleSets: () => ['rule-sets'] as const,
} as const;
