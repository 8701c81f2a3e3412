import { resolve } from 'node:path';

import type { Command } from 'commander';

import type { RuleBook } from '#libs/clinical';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { readSettings } from '#libs/settings';

import { HomewardSettings } from '../settings.ts';
import { aligned } from '../terminal/aligned.ts';

/** Adds `homeward rules`: checks rule sets as the services would at their start, and lists what there is. */
export function addRulesCommand(program: Command): void {
  program
    .command('rules')
    .description('Check rule sets, and list the pathways and charts that they make')
    .argument('[folder]', 'your own rule sets, beside those that come with Homeward (left out: RULE_SETS_FOLDER)')
    .option('--json', 'as one JSON object, for scripts')
    .action(rules);
}

/** @throws RuleSetError listing every fault, with its file, its place there, what was found and what was expected. */
async function rules(folder: string | undefined, { json = false }: { readonly json?: boolean }): Promise<void> {
  const settings = readSettings('homeward rules', HomewardSettings, process.env);
  const ofSite = folder === undefined ? settings.RULE_SETS_FOLDER : resolve(folder);
  const book = await readRuleBook([builtInRuleSets, ...(ofSite === undefined ? [] : [ofSite])]);
  console.log(json ? JSON.stringify(listed(book)) : tableOf(book));
}

function listed({ pathways, charts, generalRules }: RuleBook): object {
  return {
    pathways: pathways.map(({ key, chart, file }) => ({
      key,
      title: file.title,
      chart: chart.id,
      source: file.source,
      measures: file.measures.map(({ code }) => code),
      thresholds: file.thresholds.length,
      trends: file.trends.length,
    })),
    charts: charts.map(({ id, title, file, codes }) => ({ id, title, source: file.source, measures: codes })),
    generalRules: generalRules.map(({ key, file: { title, source } }) => ({ key, title, source })),
  };
}

function tableOf({ pathways, charts, generalRules }: RuleBook): string {
  const rows = [
    ['PATHWAY', 'CHART', 'MEASURES', 'THRESHOLDS', 'TRENDS', 'TITLE'],
    ...pathways.map(({ key, chart, file }) => [
      key,
      chart.id,
      ...[file.measures, file.thresholds, file.trends].map(({ length }) => String(length)),
      file.title,
    ]),
  ];
  const chartRows = [['CHART', 'TITLE'], ...charts.map(({ id, title }) => [id, title])];
  const generalRows = [['ON EVERY PATHWAY', 'TITLE'], ...generalRules.map(({ key, file }) => [key, file.title])];
  return [rows, chartRows, generalRows].map(aligned).join('\n\n');
}
