import { Controller, Get, Put, Req, Res, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Rota, RotaId, RotaWindow } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { InvalidRequestError, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { RotaCalendarsService } from './rota-calendars.service.ts';

/** `/rotas/{id}.ics`: a rota as iCalendar (RFC 5545). */
@Controller('api/v1/rotas')
@UseInterceptors(EntityTagInterceptor)
export class RotaCalendarsController {
  constructor(private readonly calendars: RotaCalendarsService) {}

  @Get(':id.ics')
  @Permit('view-staff')
  @Describe({
    summary: 'The shifts of a rota as a calendar: a week past and 90 days ahead, or as asked.',
    answers: { 200: { about: 'An iCalendar object with one event for each shift.', mediaType: 'text/calendar' } },
    problems: ['rota-not-found'],
  })
  async write(
    @ZodParam('id', RotaId) id: RotaId,
    @ZodQuery(RotaWindow) { from, until }: RotaWindow,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const timeOf = (text: string | undefined): number | undefined => (text === undefined ? text : Date.parse(text));
    const calendar = await this.calendars.write(id, { from: timeOf(from), until: timeOf(until) });
    void reply.headers({
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'attachment; filename="rota.ics"',
    });
    return calendar;
  }

  @Put(':id.ics')
  @Permit('manage-staff')
  @Describe({
    summary:
      'Takes the events of a calendar (`text/calendar`) as overrides, in place of those of the calendar before. A person is named by the attendee, the summary or the organiser: by id, email address or name.',
    answers: { 200: Rota },
    problems: ['rota-not-found', 'calendar-refused', 'changed-meanwhile'],
  })
  read(
    @ZodParam('id', RotaId) id: RotaId,
    @Req() { body }: FastifyRequest,
    @RequestedCommand() context: CommandContext,
  ): Promise<Rota> {
    if (typeof body === 'string') return this.calendars.read(id, body, context);
    throw new InvalidRequestError('body', [{ path: '', message: 'expected a body of type text/calendar' }]);
  }
}
