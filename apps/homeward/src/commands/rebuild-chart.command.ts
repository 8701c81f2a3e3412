import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';

import { readSettings } from '#libs/settings';

import type { RebuildProgress } from '../../../clinician/src/clinician.module.ts';
import { progressInWords } from '../rebuilding/progress-in-words.ts';

const linesEveryMilliseconds = 5_000;

/** Adds `homeward rebuild-chart`: the clinician's chart from the log, into a database that has lost it. */
export function addRebuildChartCommand(program: Command): void {
  program
    .command('rebuild-chart')
    .description(
      'Enter in the chart all that the log holds of it, without raising any alert; services have to be stopped',
    )
    .action(rebuild);
}

// What it is made of is loaded only where it is to run, so that the short commands stay short.
async function rebuild(): Promise<void> {
  const { ServiceSettings } = await import('../running/service-settings.ts');
  const { RebuildSettings } = await import('../rebuilding/rebuild-settings.ts');
  const { rebuildFrom } = await import('../rebuilding/rebuilding.service.ts');
  const settings = readSettings('homeward rebuild-chart', ServiceSettings, process.env);
  const { REBUILD_DATABASE_URL: databaseUrl } = readSettings('homeward rebuild-chart', RebuildSettings, process.env);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const screen = progressOnScreen(seconds);
  const { records, unreadable, database, log } = await rebuildFrom(settings, {
    databaseUrl,
    onProgress: screen.show,
  }).finally(screen.stop);
  const rate = (records / seconds()).toFixed(0);
  console.log(
    `The chart in ${database} has all that the log (${log}) holds of it: ${String(records)} records in ${seconds().toFixed(1)} s, ${rate} a second.`,
  );
  if (unreadable > 0)
    console.log(`${String(unreadable)} of them cannot be read, and are on no chart: they are dead letters.`);
}

interface Screen {
  readonly show: (progress: RebuildProgress) => void;
  readonly stop: () => void;
}

/** On the standard error: a bar on a terminal, and a line every few seconds elsewhere. */
function progressOnScreen(seconds: () => number): Screen {
  const inWords = (progress: RebuildProgress): string => progressInWords({ ...progress, seconds: seconds() });
  if (!process.stderr.isTTY) {
    let printedAt = -linesEveryMilliseconds;
    const show = (progress: RebuildProgress): void => {
      if (performance.now() - printedAt < linesEveryMilliseconds) return;
      printedAt = performance.now();
      console.error(inWords(progress));
    };
    return { show, stop: () => undefined };
  }
  const bar = new SingleBar({ format: '{bar} {words}', hideCursor: true, clearOnComplete: true });
  bar.start(1, 0, { words: 'looking at the log' });
  const show = (progress: RebuildProgress): void => {
    bar.setTotal(Math.max(1, progress.ofRecords));
    bar.update(progress.records, { words: inWords(progress) });
  };
  return { show, stop: () => bar.stop() };
}
