import { Inject, Injectable } from '@nestjs/common';
import type { Page, RuleSet, RuleSetSummary } from '#libs/contracts';
import { RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { ruleSetOf, summariesOf } from './listing.ts';
import { RuleSetNotFoundError } from './rule-set-errors.ts';

/** Shows the rule sets as they are in force at the moment; a site can change them while the service runs. */
@Injectable()
export class RuleSetsService {
  constructor(@Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce) {}

  /** All on one page: a few dozen at most. */
  list(): Page<RuleSetSummary> {
    return { items: summariesOf(this.ruleBook.current), nextCursor: null };
  }

  /** @throws RuleSetNotFoundError */
  get(key: string): RuleSet {
    const ruleSet = ruleSetOf(this.ruleBook.current, key);
    if (ruleSet === undefined) throw new RuleSetNotFoundError(key);
    return ruleSet;
  }
}
