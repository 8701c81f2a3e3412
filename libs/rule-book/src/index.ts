export { builtInRuleSets, readRuleBook } from './read-rule-book.ts';
export { LiveRuleBook, type RuleBookLog } from './live-rule-book.ts';
