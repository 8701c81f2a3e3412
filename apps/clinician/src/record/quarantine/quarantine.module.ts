import type { Capability } from '../../parts.module.ts';
import { QuarantineController } from './quarantine.controller.ts';
import { QuarantineService } from './quarantine.service.ts';
import { QuarantineStore } from './quarantine.store.ts';

export const quarantine: Capability = {
  controllers: [QuarantineController],
  providers: [QuarantineService, QuarantineStore],
};
