import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { type Page, pageOf, Quarantined, QuarantineQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import { QuarantineService } from './quarantine.service.ts';

/** `/quarantine`. */
@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(private readonly quarantine: QuarantineService) {}

  @Get()
  @Permit('view-quarantine')
  @Describe({
    summary: 'Lists what was kept aside and why, newest first.',
    answers: { 200: pageOf(Quarantined) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(QuarantineQuery) query: QuarantineQuery): Promise<Page<Quarantined>> {
    return this.quarantine.list(query);
  }
}
