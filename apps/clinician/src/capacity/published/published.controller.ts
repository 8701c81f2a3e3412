import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { PublishedImport, PublishedSeries } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { InvalidRequestError } from '#libs/problem-details';
import type { FastifyRequest } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PublishedService } from './published.service.ts';

/** `/capacity/published`. */
@Controller('api/v1/capacity/published')
export class PublishedController {
  constructor(private readonly published: PublishedService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary: 'Shows the published national series as far as it was imported, as it was published.',
    answers: { 200: PublishedSeries },
  })
  async list(): Promise<PublishedSeries> {
    return { items: [...(await this.published.all())] };
  }

  @Post()
  @HttpCode(200)
  @Permit('manage-wards')
  @Describe({
    summary:
      'Imports a table of the published national series (`text/csv`), whole or not at all; rows that were there before are replaced.',
    answers: { 200: PublishedImport },
    problems: ['published-table-refused'],
  })
  take(@Req() { body }: FastifyRequest, @RequestedCommand() context: CommandContext): Promise<PublishedImport> {
    if (typeof body === 'string') return this.published.take(body, context);
    throw new InvalidRequestError('body', [{ path: '', message: 'expected a body of type text/csv' }]);
  }
}
