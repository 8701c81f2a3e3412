import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { type Page, pageOf, RuleSet, RuleSetKey, RuleSetSummary } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam } from '#libs/problem-details';
import { RuleSetsService } from './rule-sets.service.ts';

/** `/rule-sets`. */
@Controller('api/v1/rule-sets')
export class RuleSetsController {
  constructor(private readonly ruleSets: RuleSetsService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary: 'Lists the rule sets in force: pathways with their versions, and charts.',
    answers: { 200: pageOf(RuleSetSummary) },
  })
  list(): Page<RuleSetSummary> {
    return this.ruleSets.list();
  }

  @Get(':id')
  @Permit('view-wards')
  @Describe({
    summary: 'Shows a rule set whole: by its id, or one version of a pathway as in heart-failure@1.',
    answers: { 200: RuleSet },
    problems: ['rule-set-not-found'],
  })
  get(@ZodParam('id', RuleSetKey) key: RuleSetKey): RuleSet {
    return this.ruleSets.get(key);
  }
}
