import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { type Page, pageOf, type Person, SentMessage, SentMessageQuery } from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import { SentMessagesService } from './sent-messages.service.ts';

/** `/sent-messages`. */
@Controller('api/v1/sent-messages')
export class SentMessagesController {
  constructor(private readonly sentMessages: SentMessagesService) {}

  @Get()
  @Permit('view-sent-messages')
  @Describe({
    summary:
      'Lists the messages of channels without a provider, which were kept instead of being sent, newest first; how to reply to one only to its person.',
    answers: { 200: pageOf(SentMessage) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(SentMessageQuery) query: SentMessageQuery, @CurrentPerson() by: Person): Promise<Page<SentMessage>> {
    return this.sentMessages.list(query, by);
  }
}
