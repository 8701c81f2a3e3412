import { once } from 'node:events';

import type { Command } from 'commander';

import { type Chart, news2Chart } from '#libs/clinical';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { readSettings } from '#libs/settings';

import { type LineFault, scoreLine } from '../scoring-lines/score-line.ts';
import { HomewardSettings } from '../settings.ts';

/** Adds `homeward score`: JSON lines in, as many JSON lines out, in the same order. */
export function addScoreCommand(program: Command): void {
  program
    .command('score')
    .description('Score NEWS2: reads one JSON object a line from standard input and writes one JSON line for each')
    .option(
      '--chart <id>',
      'another chart of the rule sets, your own included: `homeward rules` lists them',
      news2Chart.id,
    )
    .action(async ({ chart: id }: { readonly chart: string }, command: Command) => {
      const { chart, known } = await chartNamed(id);
      if (chart === undefined) command.error(`There is no chart ${id}; expected one of ${known.join(', ')}.`);
      const allGood = await scoreLines(process.stdin, process.stdout, chart);
      if (!allGood) process.exitCode = 1;
    });
}

/** NEWS2 needs no file, so that it is scored even where a site's own rule sets cannot be used. */
async function chartNamed(
  id: string,
): Promise<{ readonly chart: Chart | undefined; readonly known: readonly string[] }> {
  if (id === news2Chart.id) return { chart: news2Chart, known: [] };
  const { RULE_SETS_FOLDER } = readSettings('homeward score', HomewardSettings, process.env);
  const book = await readRuleBook([builtInRuleSets, ...(RULE_SETS_FOLDER === undefined ? [] : [RULE_SETS_FOLDER])]);
  return { chart: book.chart(id), known: book.charts.map((chart) => chart.id) };
}

/**
 * Answers each piece of input with one write, and reads on once the reader of the answers has kept up: as good for
 * millions of lines in a file as for one line at a time from a program that waits for its answer.
 *
 * @returns whether every line could be scored. Lines of nothing but space are passed over.
 */
async function scoreLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, chart: Chart): Promise<boolean> {
  // The program that reads us (head, say) may have had enough.
  output.on('error', (error: Error & { readonly code?: string }) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  let lineNumber = 0;
  let allGood = true;
  let unfinished = '';
  const answer = async (lines: readonly string[]): Promise<void> => {
    let answers = '';
    for (const line of lines) {
      lineNumber += 1;
      if (line.trim() === '') continue;
      const result = scoreLine(line, chart);
      allGood &&= result.ok;
      answers += `${JSON.stringify(result.ok ? result.score : faultOf(lineNumber, result.faults))}\n`;
    }
    if (!output.write(answers)) await once(output, 'drain');
  };
  input.setEncoding('utf8');
  for await (const piece of input) {
    const lines = (unfinished + String(piece)).split('\n');
    unfinished = lines.pop() ?? '';
    await answer(lines);
  }
  await answer([unfinished]);
  return allGood;
}

/** The first fault by itself, for those who want one sentence, and all of them where there are several. */
function faultOf(line: number, faults: readonly LineFault[]): object {
  const [error] = faults;
  return faults.length > 1 ? { line, error, errors: faults } : { line, error };
}
