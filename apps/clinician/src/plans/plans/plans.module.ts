import type { Capability } from '../../parts.module.ts';
import { PlansController } from './plans.controller.ts';
import { PlansService } from './plans.service.ts';
import { PlansStore } from './plans.store.ts';

export const plans: Capability = { controllers: [PlansController], providers: [PlansService, PlansStore] };
