import type { Capability } from '../parts.module.ts';
import { ActsService } from './acts.service.ts';
import { ActsStore } from './acts.store.ts';

export const acts: Capability = { controllers: [], providers: [ActsService, ActsStore] };
