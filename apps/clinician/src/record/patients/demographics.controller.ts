import { Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { type CorrectDemographics, Demographics, DemographicsUpdate, PatientId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodParam, ZodUpdate } from '#libs/problem-details';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { DemographicsService } from './demographics.service.ts';

/** `/patients/{id}/demographics`. */
@Controller('api/v1/patients/:id/demographics')
@UseInterceptors(EntityTagInterceptor)
export class DemographicsController {
  constructor(private readonly demographics: DemographicsService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Shows who the patient is, by the newest correction.',
    answers: { 200: Demographics },
    problems: ['patient-not-found'],
  })
  get(@ZodParam('id', PatientId) id: PatientId): Promise<Demographics> {
    return this.demographics.get(id);
  }

  @Put()
  @Permit('correct-demographics')
  @Describe({
    summary: 'Corrects who the patient is; exclusion, chart and score follow the birth date.',
    answers: { 200: Demographics },
    problems: ['patient-not-found', 'changed-meanwhile', 'birth-date-impossible', 'nhs-number-taken'],
  })
  async correct(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodUpdate(DemographicsUpdate) sent: Update<CorrectDemographics>,
    @RequestedCommand() context: CommandContext,
  ): Promise<Demographics> {
    const correction = await sent.of(() => this.demographics.get(id), context);
    return this.demographics.correct(id, correction, context);
  }
}
