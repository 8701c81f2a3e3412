import type { Capability } from '../../parts.module.ts';
import { DevicesController } from './devices.controller.ts';
import { DevicesService } from './devices.service.ts';
import { DevicesStore } from './devices.store.ts';

export const devices: Capability = { controllers: [DevicesController], providers: [DevicesService, DevicesStore] };
