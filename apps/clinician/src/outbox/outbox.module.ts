import type { Capability } from '../parts.module.ts';
import { OutboxService } from './outbox.service.ts';
import { OutboxStore } from './outbox.store.ts';

export const outbox: Capability = { controllers: [], providers: [OutboxService, OutboxStore] };
