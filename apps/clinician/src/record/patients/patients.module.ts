import type { Capability } from '../../parts.module.ts';
import { PatientsController } from './patients.controller.ts';
import { PatientsService } from './patients.service.ts';
import { PatientsStore } from './patients.store.ts';

export const patients: Capability = { controllers: [PatientsController], providers: [PatientsService, PatientsStore] };
