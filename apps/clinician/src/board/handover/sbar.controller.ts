import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { PatientId, Sbar } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam } from '#libs/problem-details';
import { SbarService } from './sbar.service.ts';

/** `/patients/{id}/sbar`. */
@Controller('api/v1/patients/:id/sbar')
export class SbarController {
  constructor(private readonly sbars: SbarService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary:
      'Says what a colleague has to know of a patient, by situation, background, assessment and recommendation, in sentences made of what is known.',
    answers: { 200: Sbar },
    problems: ['patient-not-found'],
  })
  sbar(@ZodParam('id', PatientId) id: PatientId): Promise<Sbar> {
    return this.sbars.sbar(id);
  }
}
