/** `npm run bench -- alerts`: the table of docs/alert-burden.md, for the rules of this checkout. */
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { levelChangesOf } from '../../../scoring/src/scoring.module.ts';
import { backTest } from './back-test.ts';
import { backTestTable } from './back-test-table.ts';

const rules = await readRuleBook([builtInRuleSets]);
console.log(backTestTable(backTest({ rules, patients: 100, seed: 1, levelChangesOf })));
