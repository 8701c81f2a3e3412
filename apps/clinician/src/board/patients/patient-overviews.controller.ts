import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { AsOfQuery, type Page, pageOf, Patient, PatientId, PatientQuery, PatientSearchQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import { PatientOverviewsService } from './patient-overviews.service.ts';

/** `/patients`, to be read. Registration is in `record/patients`. */
@Controller('api/v1/patients')
export class PatientOverviewsController {
  constructor(private readonly overviews: PatientOverviewsService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists the patients by name.',
    answers: { 200: pageOf(Patient) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(PatientQuery) { cursor, limit }: PatientQuery): Promise<Page<Patient>> {
    return this.overviews.list({ cursor, limit });
  }

  @Post('search')
  @HttpCode(200)
  @Permit('view-patients')
  @Describe({
    summary:
      'Finds patients by name, NHS number or device, people with an open stay first. Changes nothing: it is asked in a body, since NHS numbers and names belong in no address.',
    answers: { 200: pageOf(Patient) },
    problems: ['invalid-cursor'],
  })
  search(@ZodBody(PatientSearchQuery) query: PatientSearchQuery): Promise<Page<Patient>> {
    return this.overviews.list(query);
  }

  @Get(':id')
  @Permit('view-patients')
  @Describe({
    summary: 'Shows a patient, with the open stay and the devices; with `asOf`, those of then.',
    answers: { 200: Patient },
    problems: ['patient-not-found', 'as-of-in-future'],
  })
  get(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Patient> {
    return this.overviews.get(id, asOf);
  }
}
