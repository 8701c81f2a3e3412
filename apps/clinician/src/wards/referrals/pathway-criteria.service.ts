import { Inject, Injectable } from '@nestjs/common';
import { type CriteriaAnswers, criteriaOf, unknownCriteria } from '#libs/clinical';
import type { EligibilityCriterion, Page } from '#libs/contracts';
import { RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { assertPathway } from '../../plans/plans/plan-errors.ts';
import { UnknownCriterionError } from './referral-errors.ts';

/** Knows what each pathway asks of who is referred to it; the pathways are those of the rule sets in force. */
@Injectable()
export class PathwayCriteriaService {
  constructor(@Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce) {}

  /** @throws UnknownPathwayError */
  list(pathway: string): Page<EligibilityCriterion> {
    this.assertKnown(pathway);
    return { items: criteriaOf(pathway), nextCursor: null };
  }

  /**
   * Refuses a pathway that no rule set in force has, and answers to criteria that it has not.
   *
   * @throws UnknownPathwayError
   * @throws UnknownCriterionError
   */
  assertKnown(pathway: string, answers: CriteriaAnswers = {}): void {
    assertPathway(pathway, this.ruleBook.current);
    const unknown = unknownCriteria(pathway, answers);
    if (unknown.length === 0) return;
    const expected = criteriaOf(pathway).map(({ id }) => id);
    throw new UnknownCriterionError(pathway, unknown, expected);
  }
}
