import type { Capability } from '../../parts.module.ts';
import { SilenceService } from './silence.service.ts';
import { SilenceStore } from './silence.store.ts';

export const silence: Capability = { controllers: [], providers: [SilenceService, SilenceStore] };
