import type { Capability } from '../../parts.module.ts';
import { StaysController } from './stays.controller.ts';
import { StaysService } from './stays.service.ts';
import { StaysStore } from './stays.store.ts';

export const stays: Capability = { controllers: [StaysController], providers: [StaysService, StaysStore] };
