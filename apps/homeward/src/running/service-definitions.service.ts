import type { ServiceDefinition } from './service-definition.service.ts';

export const serviceNames = ['gateway', 'scoring', 'clinician'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Loaded one by one: the code of a service that does not run here would take tens of megabytes. */
const load: Readonly<Record<ServiceName, () => Promise<ServiceDefinition>>> = {
  gateway: async () => (await import('./gateway-definition.service.ts')).gatewayDefinition,
  scoring: async () => (await import('./scoring-definition.service.ts')).scoringDefinition,
  clinician: async () => (await import('./clinician-definition.service.ts')).clinicianDefinition,
};

export function definitionOf(name: ServiceName): Promise<ServiceDefinition> {
  return load[name]();
}
