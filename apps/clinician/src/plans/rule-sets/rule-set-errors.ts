import { HomewardError } from '#libs/contracts';

/** No rule set in force has this id or key. */
export class RuleSetNotFoundError extends HomewardError {
  readonly code = 'rule-set-not-found';
  readonly transient = false;
  constructor(key: string) {
    super(`There is no rule set ${key}: expected the id of a pathway or chart, or a version as in heart-failure@1.`, {
      key,
    });
  }
}
