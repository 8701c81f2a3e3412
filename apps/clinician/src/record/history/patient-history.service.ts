import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type Page,
  type PatientHistoryEntry,
  type PatientHistoryQuery,
  type PatientId,
} from '#libs/contracts';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { PatientsService } from '../patients/patients.service.ts';

/** Shows who did what to a patient. */
@Injectable()
export class PatientHistoryService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly patients: PatientsService,
  ) {}

  /**
   * Newest first; with `asOf`, what had been done by then.
   *
   * @throws PatientNotFoundError
   * @throws InvalidCursorError
   * @throws AsOfInFutureError
   */
  async list(patientId: PatientId, { asOf: asked, ...page }: PatientHistoryQuery): Promise<Page<PatientHistoryEntry>> {
    const asOf = asOfInstant(asked, this.clock.now());
    await this.patients.assertExists(patientId);
    return this.audit.pageOf(patientId, page, asOf);
  }
}
