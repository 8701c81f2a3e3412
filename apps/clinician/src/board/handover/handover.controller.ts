import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Handover, HandoverQuery, WardId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam, ZodQuery } from '#libs/problem-details';
import { HandoverService } from './handover.service.ts';

/** `/wards/{id}/handover`. */
@Controller('api/v1/wards/:id/handover')
export class HandoverController {
  constructor(private readonly handovers: HandoverService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary:
      'Says what the next shift has to know of everyone on the ward, most urgent first: who is worse since then, open alerts with their clocks, overdue readings, pauses, tasks and notes.',
    answers: { 200: Handover },
    problems: ['ward-not-found', 'as-of-in-future'],
  })
  handover(@ZodParam('id', WardId) id: WardId, @ZodQuery(HandoverQuery) query: HandoverQuery): Promise<Handover> {
    return this.handovers.handover(id, query);
  }
}
