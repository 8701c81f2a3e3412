import { Controller, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { PastStays, PastStaysAdded, WardId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PastStaysService } from './past-stays.service.ts';

/** `/wards/{id}/past-stays`. */
@Controller('api/v1/wards/:id/past-stays')
export class PastStaysController {
  constructor(private readonly pastStays: PastStaysService) {}

  @Post()
  @Permit('manage-wards', 'correct-stays')
  @Describe({
    summary: 'Brings in stays that had ended before the ward was opened here: all of them, or none.',
    answers: { 201: PastStaysAdded },
    problems: ['ward-not-found', 'patient-not-found', 'stay-refused'],
  })
  add(
    @ZodParam('id', WardId) id: WardId,
    @ZodBody(PastStays) past: PastStays,
    @RequestedCommand() context: CommandContext,
  ): Promise<PastStaysAdded> {
    return this.pastStays.add(id, past, context);
  }
}
