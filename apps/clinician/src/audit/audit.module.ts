import type { Capability } from '../parts.module.ts';
import { ActsStore } from './acts.store.ts';
import { AuditService } from './audit.service.ts';

export const audit: Capability = { controllers: [], providers: [AuditService, ActsStore] };
