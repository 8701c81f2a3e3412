import { scoringMigrations, scoringModule, scoringTransports } from '../../../scoring/src/scoring.module.ts';
import { serviceLogger } from '../terminal/service-logger.service.ts';
import type { ServiceDefinition } from './service-definition.service.ts';

export const scoringDefinition: ServiceDefinition = {
  migrations: scoringMigrations,
  entities: [],
  poolSize: (settings) => settings.SCORING_DATABASE_POOL,
  prepare: (shared) => {
    const parts = { ...shared, logger: serviceLogger('scoring', shared.settings) };
    return Promise.resolve({
      module: scoringModule(parts),
      transports: scoringTransports(parts),
      authenticators: [],
      statusOfCode: {},
      openPaths: [],
    });
  },
};
