import { once } from 'node:events';

import type { Command } from 'commander';

import { type LineFault, scoreLine } from '../scoring-lines/score-line.ts';

/** Adds `homeward score`: JSON lines in, as many JSON lines out, in the same order. */
export function addScoreCommand(program: Command): void {
  program
    .command('score')
    .description('Score NEWS2: reads one JSON object a line from standard input and writes one JSON line for each')
    .action(async () => {
      const allGood = await scoreLines(process.stdin, process.stdout);
      if (!allGood) process.exitCode = 1;
    });
}

/**
 * Answers each piece of input with one write, and reads on once the reader of the answers has kept up: as good for
 * millions of lines in a file as for one line at a time from a program that waits for its answer.
 *
 * @returns whether every line could be scored. Lines of nothing but space are passed over.
 */
async function scoreLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<boolean> {
  // Whoever reads us (head, say) may have had enough.
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
      const result = scoreLine(line);
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
