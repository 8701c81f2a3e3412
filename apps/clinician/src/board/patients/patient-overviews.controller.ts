import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { AsOfQuery, type Page, pageOf, Patient, PatientId, PatientQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam, ZodQuery } from '#libs/problem-details';
import { PatientOverviewsService } from './patient-overviews.service.ts';

/** `/patients`, to be read. Registration is in `record/patients`. */
@Controller('api/v1/patients')
export class PatientOverviewsController {
  constructor(private readonly overviews: PatientOverviewsService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary:
      'Lists the patients by name; with `search`, those found by name, NHS number or device, people with an open stay first.',
    answers: { 200: pageOf(Patient) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(PatientQuery) query: PatientQuery): Promise<Page<Patient>> {
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
