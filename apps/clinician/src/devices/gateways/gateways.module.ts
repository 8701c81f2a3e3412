import type { Capability } from '../../parts.module.ts';
import { GatewaysController } from './gateways.controller.ts';
import { GatewaysService } from './gateways.service.ts';
import { GatewaysStore } from './gateways.store.ts';

export const gateways: Capability = { controllers: [GatewaysController], providers: [GatewaysService, GatewaysStore] };
