import type { Capability } from '../../parts.module.ts';
import { RuleSetsController } from './rule-sets.controller.ts';
import { RuleSetsService } from './rule-sets.service.ts';

export const ruleSets: Capability = { controllers: [RuleSetsController], providers: [RuleSetsService] };
