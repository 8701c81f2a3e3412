import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';

import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError, Option } from 'commander';

import { type Instant, instant, InstantWithOffset, type ReplayReport, WardId } from '#libs/contracts';
import { readSettings } from '#libs/settings';

import type { ReplayProgress } from '../../../scoring/src/scoring.module.ts';

const formats = ['table', 'json', 'html'] as const;
type Format = (typeof formats)[number];

interface ReplayFlags {
  readonly rules: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly ward?: WardId;
  readonly format?: Format;
  readonly output?: string;
}

const linesEveryMilliseconds = 10_000;

/** Adds `homeward replay`: what another rule set would have made of what was measured. Changes nothing. */
export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('Run what was measured through other rules, and report what would have been different')
    .requiredOption('--rules <path>', 'a rule-set file, a folder of them, or `live` for the rules in force')
    .requiredOption('--from <time>', 'as in 2026-11-01 or 2026-11-01T08:00:00+00:00', time)
    .requiredOption('--to <time>', 'likewise, later', time)
    .option('--ward <id>', 'only while on this ward', ward)
    .addOption(
      new Option('--format <format>', 'how to report (by the ending of the output file, else a table)').choices(
        formats,
      ),
    )
    .option('--output <file>', 'where to write the report (to the terminal)')
    .action(async (flags: ReplayFlags, command: Command) => {
      if (flags.from >= flags.to) {
        command.error(`error: --from is ${flags.from}; expected a time before --to, which is ${flags.to}`, {
          exitCode: 2,
        });
      }
      await replayHistory(flags);
    });
}

// What a replay is made of is loaded only where one is to run, so that the short commands stay short.
async function replayHistory(flags: ReplayFlags): Promise<void> {
  const { builtInRuleSets, readRuleBook } = await import('#libs/rule-book');
  const { ServiceSettings } = await import('../running/service-settings.ts');
  const { readRuleSetFiles } = await import('../replaying/rule-set-files.store.ts');
  const { trialRules } = await import('../replaying/trial-rules.ts');
  const { replayFrom } = await import('../replaying/scoring-history.service.ts');
  const { isReproduction } = await import('../../../scoring/src/scoring.module.ts');
  const settings = readSettings('homeward replay', ServiceSettings, process.env);
  const ofSite = settings.RULE_SETS_FOLDER === undefined ? [] : [settings.RULE_SETS_FOLDER];
  const live = await readRuleBook([builtInRuleSets, ...ofSite]);
  const trial = flags.rules === 'live' ? live : trialRules(live, await readRuleSetFiles(flags.rules));
  const { from, to } = flags;
  const question = { rules: flags.rules, from, to, wardId: flags.ward ?? null };
  const progress = progressOnScreen();
  const began = { at: performance.now(), cpu: process.cpuUsage() };
  const report = await replayFrom(settings, { question, live, trial, onProgress: progress.show }).finally(
    progress.stop,
  );
  console.error(speedInWords(report, began));
  const format = flags.format ?? formatOf(flags.output);
  await write(await render[format](report), flags.output);
  // A script that asks whether the live rules come to the same can go by the status.
  if (flags.rules === 'live' && !isReproduction(report)) process.exitCode = 1;
}

const render: Readonly<Record<Format, (report: ReplayReport) => Promise<string>>> = {
  table: async (report) => (await import('../../../scoring/src/scoring.module.ts')).reportTable(report),
  json: (report) => Promise.resolve(`${JSON.stringify(report, null, 2)}\n`),
  html: async (report) => (await import('../../../scoring/src/scoring.module.ts')).reportPage(report),
};

function formatOf(output: string | undefined): Format {
  const ending = extname(output ?? '').slice(1);
  return formats.find((format) => format === ending) ?? 'table';
}

async function write(text: string, output: string | undefined): Promise<void> {
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  await mkdir(dirname(output), { recursive: true });
  await writeFile(output, text);
  console.error(`The report is in ${output}.`);
}

interface Screen {
  readonly show: (progress: ReplayProgress) => void;
  readonly stop: () => void;
}

/** On the standard error: a bar on a terminal, and a line every few seconds elsewhere. */
function progressOnScreen(): Screen {
  if (!process.stderr.isTTY) {
    let printedAt = performance.now();
    const show = (progress: ReplayProgress): void => {
      if (performance.now() - printedAt < linesEveryMilliseconds) return;
      printedAt = performance.now();
      console.error(inWords(progress));
    };
    return { show, stop: () => undefined };
  }
  const bar = new SingleBar({ format: '{bar} {words}', hideCursor: true, clearOnComplete: true });
  bar.start(1, 0, { words: 'looking for patients' });
  const show = (progress: ReplayProgress): void => {
    bar.setTotal(Math.max(1, progress.ofPatients));
    bar.update(progress.patients, { words: inWords(progress) });
  };
  return { show, stop: () => bar.stop() };
}

/** Beside the report, not in it: the same question has the same report, however long it took. */
function speedInWords(
  { readingTimes: sets }: ReplayReport,
  began: { readonly at: number; readonly cpu: NodeJS.CpuUsage },
): string {
  const { user, system } = process.cpuUsage(began.cpu);
  const seconds = ((performance.now() - began.at) / 1000).toFixed(2);
  return `${String(sets)} observation sets in ${seconds} s, ${((user + system) / 1e6).toFixed(2)} s of the processor.`;
}

function inWords({ patients, ofPatients, readingTimes }: ReplayProgress): string {
  return `${String(patients)} of ${String(ofPatients)} patients, ${String(readingTimes)} observation sets`;
}

function time(text: string): Instant {
  const whole = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T00:00:00Z` : text;
  const parsed = InstantWithOffset.safeParse(whole);
  if (parsed.success) return instant(Date.parse(parsed.data));
  throw new InvalidArgumentError('Expected a date such as 2026-11-01, or a time such as 2026-11-01T08:00:00+00:00.');
}

function ward(text: string): WardId {
  const parsed = WardId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Expected the id of a ward, a UUID: see /api/v1/wards.');
}
