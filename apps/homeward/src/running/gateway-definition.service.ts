import { gatewayAuthenticator } from '#libs/identity';

import {
  gatewayCredentialCheck,
  gatewayMigrations,
  gatewayModule,
  gatewayOpenPaths,
  gatewayTransports,
  MqttIntakeService,
} from '../../../gateway/src/gateway.module.ts';
import { gatewayStatusOfCode } from '../../../gateway/src/http-intake/http-statuses.ts';
import { serviceLogger } from '../terminal/service-logger.service.ts';
import type { ServiceDefinition } from './service-definition.service.ts';

export const gatewayDefinition: ServiceDefinition = {
  migrations: gatewayMigrations,
  entities: [],
  poolSize: (settings) => settings.GATEWAY_DATABASE_POOL,
  prepare: (shared) => {
    const parts = { ...shared, logger: serviceLogger('gateway', shared.settings) };
    return Promise.resolve({
      module: gatewayModule(parts),
      transports: gatewayTransports(parts),
      authenticators: [gatewayAuthenticator(gatewayCredentialCheck(parts))],
      statusOfCode: gatewayStatusOfCode,
      openPaths: gatewayOpenPaths,
      mqttAddress: (app) => app.get(MqttIntakeService, { strict: false }).address,
    });
  },
};
