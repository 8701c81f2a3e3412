import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { DeadLetterEntry, DeadLetterQuery, EventId, type Page, pageOf, type Person } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam, ZodQuery } from '#libs/problem-details';
import type { CommandContext } from '../request/command-context.ts';
import { RequestedCommand } from '../request/command-context.decorator.ts';
import { DeadLettersService } from './dead-letters.service.ts';

/** `/dead-letters`. */
@Controller('api/v1/dead-letters')
export class DeadLettersController {
  constructor(private readonly deadLetters: DeadLettersService) {}

  @Get()
  @Permit('view-dead-letters')
  @Describe({
    summary: 'Lists records that a service could not process, the newest first.',
    answers: { 200: pageOf(DeadLetterEntry) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(DeadLetterQuery) query: DeadLetterQuery): Promise<Page<DeadLetterEntry>> {
    return this.deadLetters.list(query);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Permit('replay-dead-letters')
  @Describe({
    summary: 'Has the group that failed on the record try it again.',
    answers: { 200: DeadLetterEntry },
    problems: ['dead-letter-not-found'],
  })
  replay(
    @ZodParam('id', EventId) id: EventId,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<DeadLetterEntry> {
    return this.deadLetters.replay(id, context);
  }
}
