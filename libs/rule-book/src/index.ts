export { builtInRuleSets, readRuleBook } from './read-rule-book.ts';
export { LiveRuleBook } from './live-rule-book.ts';
