import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  EventId,
  type Page,
  pageOf,
  type Person,
  QuarantinedEntry,
  QuarantineQuery,
  ReleaseReading,
} from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { ReleasesService } from './releases.service.ts';

/** `/quarantine`. */
@Controller('api/v1/quarantine')
export class ReleasesController {
  constructor(private readonly releases: ReleasesService) {}

  @Get()
  @Permit('view-quarantine')
  @Describe({
    summary:
      'Lists what was quarantined and why, newest first, with what was released of it and what could be: to those who may view patients with names and values.',
    answers: { 200: pageOf(QuarantinedEntry) },
    problems: ['invalid-cursor'],
  })
  list(
    @ZodQuery(QuarantineQuery) query: QuarantineQuery,
    @CurrentPerson() by: Person,
  ): Promise<Page<QuarantinedEntry>> {
    return this.releases.list(query, by);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Permit('release-from-quarantine')
  @Describe({
    summary: 'Says that a reading is true though its value seems impossible: it is charted and scored.',
    answers: { 200: QuarantinedEntry },
    problems: ['quarantined-not-found', 'reading-not-releasable', 'reading-already-released'],
  })
  release(
    @ZodParam('id', EventId) id: EventId,
    @ZodBody(ReleaseReading) release: ReleaseReading,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<QuarantinedEntry> {
    return this.releases.release(id, release, context);
  }
}
