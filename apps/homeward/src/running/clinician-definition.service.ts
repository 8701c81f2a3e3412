import {
  clinicianEntities,
  clinicianMigrations,
  clinicianModule,
  clinicianStatusOfCode,
  clinicianTransports,
  openApiPaths,
  signInPaths,
} from '../../../clinician/src/clinician.module.ts';
import { canaryCredential } from '../canary/canary.service.ts';
import { serviceLogger } from '../terminal/service-logger.service.ts';
import { downtimeFolderOf } from './downtime-folder.ts';
import { notifyingSettings, replyKey } from './notifying.service.ts';
import type { ServiceDefinition } from './service-definition.service.ts';
import { signIn } from './sign-in.service.ts';

export const clinicianDefinition: ServiceDefinition = {
  migrations: clinicianMigrations,
  entities: clinicianEntities,
  poolSize: (settings) => settings.CLINICIAN_DATABASE_POOL,
  prepare: async (shared) => {
    const settings = {
      ...(await notifyingSettings(shared.settings)),
      DOWNTIME_PACK_FOLDER: downtimeFolderOf(shared.settings),
    };
    const parts = {
      ...shared,
      settings,
      logger: serviceLogger('clinician', shared.settings),
      canary: canaryCredential(shared.key),
      replyKey: replyKey(shared.key),
    };
    const people = await signIn(parts);
    const transports = clinicianTransports(parts);
    parts.readiness.add('clinician-database', () => parts.database.check());
    for (const transport of transports) parts.readiness.observe(transport.group, () => transport.check());
    return {
      module: clinicianModule({ ...parts, signIns: people.sessions }),
      transports,
      authenticators: [people.sessions],
      signIn: people,
      statusOfCode: clinicianStatusOfCode,
      openPaths: [...signInPaths, ...openApiPaths],
    };
  },
};
