import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { type Page, pageOf, PatientHistoryEntry, PatientHistoryQuery, PatientId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam, ZodQuery } from '#libs/problem-details';
import { PatientHistoryService } from './patient-history.service.ts';

/** `/patients/{id}/audit`. */
@Controller('api/v1/patients/:id/audit')
export class PatientHistoryController {
  constructor(private readonly history: PatientHistoryService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists who did what to the patient, newest first; with `asOf`, what had been done by then.',
    answers: { 200: pageOf(PatientHistoryEntry) },
    problems: ['patient-not-found', 'invalid-cursor', 'as-of-in-future'],
  })
  list(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodQuery(PatientHistoryQuery) query: PatientHistoryQuery,
  ): Promise<Page<PatientHistoryEntry>> {
    return this.history.list(id, query);
  }
}
