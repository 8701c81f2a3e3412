import type { Capability } from '../../parts.module.ts';
import { PausesController } from './pauses.controller.ts';
import { PausesService } from './pauses.service.ts';

export const pauses: Capability = { controllers: [PausesController], providers: [PausesService] };
