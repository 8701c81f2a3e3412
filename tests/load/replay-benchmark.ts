import type { RuleBook } from '#libs/clinical';
import { instant } from '#libs/contracts';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { runThrough, storePatient, wardFromMs, wardOf, type WardOptions, type WardPatient } from './replayed-ward.ts';

/** What one process did: by the clock, and by its own time on the processor, which a machine that is shared does not take away. */
export interface ReplayFigures {
  readonly setsPerSecond: number;
  readonly setsPerCpuSecond: number;
}

export interface ReplayBenchmark {
  readonly sets: number;
  /** Composing, scoring and every level, in memory. */
  readonly pure: ReplayFigures;
  /** What bounds the rest: the same rows read by the same kind of cursor, and their JSON parsed, and nothing done with it. */
  readonly readingAlone: ReplayFigures;
  /** `homeward replay` with rules that differ, from the database to the report. */
  readonly replay: ReplayFigures;
}

const launcher = resolve('apps/homeward/bin/homeward.mjs');
const rowsAtOnce = 4000;

/**
 * Measures a replay of a ward that is made up, each part of it alone and the command as a whole.
 *
 * @param databaseUrl of a database that is empty, and is filled.
 * @param folder for what the command leaves.
 */
export async function measureReplay(
  databaseUrl: string,
  { patients, setsEach, folder }: WardOptions & { readonly folder: string },
): Promise<ReplayBenchmark> {
  const rules = await readRuleBook([builtInRuleSets]);
  const ward = [...wardOf({ patients, setsEach })];
  const sets = patients * setsEach;
  await fill(databaseUrl, { ward, rules, folder });
  // Once to warm up.
  for (const patient of ward.slice(0, 50)) runThrough(patient, rules);
  const pure = await figuresOf(sets, () => {
    for (const patient of ward) runThrough(patient, rules);
  });
  const readingAlone = await figuresOf(sets, () => readEverything(databaseUrl));
  return { sets, pure, readingAlone, replay: await replay(databaseUrl, { ward, setsEach, rules, folder }) };
}

async function fill(
  databaseUrl: string,
  { ward, rules, folder }: { readonly ward: readonly WardPatient[]; readonly rules: RuleBook; readonly folder: string },
): Promise<void> {
  await homeward(['migrate'], { databaseUrl, folder });
  await connected(databaseUrl, async (client) => {
    for (const patient of ward) await storePatient(client, patient, rules);
    await client.query('VACUUM ANALYZE scoring.history_entry');
  });
}

/** Has the connection closed also where the work fails: left open, its own end would hide why. */
async function connected<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function figuresOf(sets: number, work: () => void | Promise<void>): Promise<ReplayFigures> {
  const beganAt = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return figures(sets, { seconds: (performance.now() - beganAt) / 1000, cpuSeconds: (user + system) / 1e6 });
}

function figures(sets: number, took: { readonly seconds: number; readonly cpuSeconds: number }): ReplayFigures {
  return { setsPerSecond: sets / took.seconds, setsPerCpuSecond: sets / took.cpuSeconds };
}

async function readEverything(databaseUrl: string): Promise<void> {
  const codes = await connected(databaseUrl, readAll);
  if (codes === 0) throw new Error('There was nothing to read.');
}

async function readAll(client: pg.Client): Promise<number> {
  await client.query('BEGIN');
  await client.query(
    `DECLARE everything CURSOR FOR SELECT patient_id, at, taken::text, known::text, left(score::text, 1000) FROM scoring.history_entry`,
  );
  let codes = 0;
  for (;;) {
    const fetch = { text: `FETCH ${String(rowsAtOnce)} FROM everything`, rowMode: 'array' } as const;
    const { rows } = await client.query<[string, Date, string | null, string | null, string | null]>(fetch);
    if (rows.length === 0) return codes;
    for (const [, , taken, known] of rows) {
      // Either is an array; what was known is stored now and then, what was taken each time.
      for (const text of [taken, known]) if (text !== null) codes += (JSON.parse(text) as readonly unknown[]).length;
    }
  }
}

async function replay(
  databaseUrl: string,
  options: {
    readonly ward: readonly WardPatient[];
    readonly setsEach: number;
    readonly rules: RuleBook;
    readonly folder: string;
  },
): Promise<ReplayFigures> {
  const { ward, setsEach, rules, folder } = options;
  const lastMs = ward.at(-1)?.sets.at(setsEach - 1)?.[0]?.takenAtMs ?? wardFromMs;
  const output = join(folder, 'replay.json');
  const period = ['--from', instant(wardFromMs), '--to', instant(lastMs + 1)];
  const tried = join(folder, 'tried.json');
  await writeTrial(tried, rules);
  const words = ['replay', '--rules', tried, ...period, '--output', output];
  const said = await homeward(words, { databaseUrl, folder });
  const found = /^(\d+) observation sets in ([\d.]+) s, ([\d.]+) s of the processor/mu.exec(said);
  const report = JSON.parse(await readFile(output, 'utf8')) as { readonly readingTimes: number };
  const sets = ward.length * setsEach;
  if (found === null || report.readingTimes !== sets) throw new Error(`The replay is not whole: ${said}`);
  return figures(sets, { seconds: Number(found[2]), cpuSeconds: Number(found[3]) });
}

/** The pathway of a quarter of the ward, with values that hold for longer and a limit of its own. */
async function writeTrial(path: string, rules: RuleBook): Promise<void> {
  const file = rules.newest('frailty')?.file;
  if (file === undefined) throw new Error('There is no pathway for frailty.');
  const measures = file.measures.map((measure) => ({ ...measure, validForMinutes: 1440 }));
  const limit = {
    id: 'tried',
    code: 'pulse-rate',
    direction: 'above',
    limit: 115,
    tier: 'medium',
    reason: 'To be tried.',
  };
  await writeFile(path, JSON.stringify({ ...file, measures, thresholds: [...file.thresholds, limit] }));
}

async function homeward(
  words: readonly string[],
  { databaseUrl, folder }: { readonly databaseUrl: string; readonly folder: string },
): Promise<string> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, HOMEWARD_HOME: folder, KAFKA_BROKERS: undefined };
  const child = spawn(process.execPath, [launcher, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const exit = once(child, 'close') as Promise<[number | null]>;
  const said = await text(child.stderr);
  const [status] = await exit;
  if (status !== 0) throw new Error(`homeward ${words.join(' ')} ended with status ${String(status)}: ${said}`);
  return said;
}
