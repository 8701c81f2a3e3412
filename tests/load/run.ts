/**
 * `npm run bench`: what the whole path does on this machine, printed beside the raw pipe measured in the same run. Words
 * on the command line (`postgres`, `kafka`, `platformatic`, `pipe`, `path`) narrow it down; `profile` adds where the services'
 * processor time goes; `far` has Postgres be a millisecond away, in either direction; `scoring` measures the scoring alone, at all of
 * England's virtual wards, and a replay; `replay` the replay alone; `console` the board in Chromium, for two minutes or as
 * many as a number says; `backlog` 5,000 messages of a gateway
 * that sends one at a time; `escalation` 10,000 alerts that escalate, or as many as a number says; `alerts` runs the alert rules
 * over simulated courses, which needs no server; `capacity` the answers and the pages of a region of 50 wards, for a minute
 * each or as many seconds as a number says; `storage` what the tables keep of a set, without and with a history behind it;
 * `growth` what a set costs with more patients, and with a day, a week and a month of sets stored before; with `profile` of
 * more patients alone, and where; `rates` what is taken in a second at several rates of sets and of patients who become ill.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchLogs, benchServers, type BenchServers } from './bench-servers.ts';
import { type CapacityBenchmark, measureCapacity } from './capacity-benchmark.ts';
import { type ConsoleBenchmark, measureConsole } from './console-benchmark.ts';
import { type EscalationBenchmark, measureEscalation } from './escalation-benchmark.ts';
import { type CostOfSet, folderOfPopulation, type GrowthLimits, measureGrowth } from './growth-benchmark.ts';
import { measureWholePath, type WholePathResult } from './whole-path.ts';
import { measureOneAtATime, type OneAtATimeBenchmark } from './one-at-a-time.ts';
import { measureRawPipe, type RawPipeResult } from './raw-pipe.ts';
import type { Percentiles } from './percentiles.ts';
import { printProfiles, printStatements } from './cost-report.ts';
import { measureRates, type RateCost } from './rate-costs.ts';
import { measureReplay, type ReplayBenchmark, type ReplayFigures } from './replay-benchmark.ts';
import { benchmarkScorer, type ScorerBenchmark, type ScorerFigures } from './scorer-benchmark.ts';
import { measureScoringService, type ScoringServiceResult } from './scoring-service.ts';
import { measureBytes, type BytesOfSets, type TableBytes } from './stored-bytes.ts';

const words = process.argv.slice(2);
const wants = (word: string, ...others: string[]): boolean =>
  words.includes(word) || !words.some((other) => others.includes(other));
const logs = benchLogs.filter((log) => wants(log, ...benchLogs));

const profiling = words.includes('profile');
const limits = { flatOutSeconds: 10, steadySeconds: 10, setsPerSecond: 1_000 };
/** 11,918 places on 42 systems, February 2024: docs/clinical-sources.md. */
const scoringLimits = { patients: 12_000, rounds: 5 };
const storageLimits = { setsEach: 20_000, historySeconds: 20 };
const replayLimits = { patients: 300, setsEach: 1_000 };
const growthLimits: Omit<GrowthLimits, 'folder'> = {
  populations: [60, 600, 6_000],
  days: [0, 1, 7, 30],
  patients: 60,
  secondsEach: 8,
  profiling,
};
/** Sets alone, ill patients alone, and both. */
const rates = [
  { sets: 20, ill: 0 },
  { sets: 300, ill: 0 },
  { sets: 1_000, ill: 0 },
  { sets: 20, ill: 10 },
  { sets: 20, ill: 60 },
  { sets: 300, ill: 60 },
];
const whole = (n: number): string => Math.round(n).toLocaleString('en-GB');
const latency = ({ p50, p95, p99, max }: Percentiles): string =>
  `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${whole(max)} ms`;

function printRawPipe(log: string, { setsPerSecond, latencyMs, memory }: RawPipeResult): void {
  console.log(`\nRaw pipe on ${log}`);
  console.log(`  flat out           ${whole(setsPerSecond)} sets/s`);
  console.log(`  at 1,000 sets/s    ${latency(latencyMs)}`);
  console.log(`  memory             gateway ${String(memory.gateway)} MB, consumer ${String(memory.consumer)} MB`);
}

function printWholePath(log: string, result: WholePathResult, pipe: RawPipeResult | undefined): void {
  const ratio = pipe === undefined ? '' : `, ${(result.setsPerSecond / pipe.setsPerSecond).toFixed(2)} of the raw pipe`;
  const each = (figures: Readonly<Record<string, number>>, unit: string): string =>
    Object.entries(figures)
      .map(([name, figure]) => `${name} ${whole(figure)} ${unit}`)
      .join(', ');
  console.log(`\nWhole path on ${log}`);
  console.log(`  MQTT to score      ${whole(result.setsPerSecond)} sets/s${ratio}`);
  console.log(`  acknowledged       ${whole(result.acknowledgedPerSecond)} sets/s meanwhile`);
  console.log(`  reading to alert   ${latency(result.readingToAlertMs)}`);
  console.log(
    `                     ${whole(result.readingToAlertMs.count)} alerts at ${whole(result.steadySetsPerSecond)} sets/s, ${String(result.alertsMissed)} missed, /live resumed ${String(result.liveResumed)} times`,
  );
  console.log(`  … with the ward idle ${latency(result.idleReadingToAlertMs)}`);
  console.log(
    `                     ${whole(result.idleReadingToAlertMs.count)} alerts, ${String(result.idleAlertsMissed)} missed`,
  );
  console.log(`  memory             ${each(result.memory, 'MB')}`);
  console.log(`  processor, flat out ${each(result.microsecondsPerSet, 'µs')} a set`);
  console.log(`  processor, steady  ${each(result.microsecondsPerSteadySet, 'µs')} a set`);
}

function printScoring(log: string, result: ScoringServiceResult): void {
  const { microsecondsPerSet: cost, memory } = result;
  console.log(`\nScoring service on ${log}, ${whole(result.patients)} patients`);
  console.log(`  keeps up with      ${whole(result.setsPerSecond)} sets/s`);
  console.log(
    `  processor          ${whole(cost.scoring)} µs a set, of which ${whole(result.historyMicroseconds)} µs are the history itself; Postgres ${whole(cost.postgres)} µs`,
  );
  console.log(
    `  memory             ${String(memory.now)} MB now, ${String(memory.peak)} MB at most, ${String(memory.heapInUse)} MB of it in use on the heap`,
  );
}

function printBytes({ setsBefore, sets, tables, writtenAhead }: BytesOfSets): void {
  const total = (chosen: readonly TableBytes[]): string =>
    whole(chosen.reduce((sum, { rows, indexes }) => sum + rows + indexes, 0));
  const ofHistory = tables.filter(({ table }) => /^(clinician\.(charted|score)|scoring\.)/u.test(table));
  console.log(`\nBytes a set, of ${whole(sets)} sets with ${whole(setsBefore)} stored before`);
  for (const { table, rows, indexes } of tables)
    console.log(`  ${table.padEnd(28)} ${whole(rows).padStart(6)} of rows, ${whole(indexes).padStart(5)} of indexes`);
  console.log(`  chart, scores and history    ${total(ofHistory).padStart(6)}`);
  console.log(`  all tables                   ${total(tables).padStart(6)}`);
  console.log(`  write-ahead log              ${whole(writtenAhead).padStart(6)}`);
}

function printScorer({ sets, score, level, readingAlone }: ScorerBenchmark): void {
  const figures = ({ perSecond, perCpuSecond, bytesAllocatedEach }: ScorerFigures): string =>
    `${whole(perSecond)} sets/s, ${whole(perCpuSecond)} a second of processor time, ${String(bytesAllocatedEach)} bytes allocated for each`;
  console.log(`\nPure scorer on one core, ${whole(sets)} different sets on both scales`);
  console.log(`  whole score        ${figures(score)}`);
  console.log(`  range and tiers    ${figures(level)}`);
  console.log(`  reading the values ${figures(readingAlone)}`);
}

function printReplay({ sets, pure, readingAlone, replay }: ReplayBenchmark): void {
  const figures = ({ setsPerSecond, setsPerCpuSecond }: ReplayFigures): string =>
    `${whole(setsPerSecond)} sets/s, ${whole(setsPerCpuSecond)} a second of processor time`;
  console.log(`\nReplay of ${whole(sets)} sets, in one process`);
  console.log(`  the history alone  ${figures(pure)}`);
  console.log(`  reading alone      ${figures(readingAlone)}`);
  console.log(`  homeward replay    ${figures(replay)}`);
}

function printConsole(result: ConsoleBenchmark): void {
  const { patients, eventsPerSecond, minutes, frameMs, blockedMs, heapMb, nodes, compressedKb } = result;
  const blocked = blockedMs.count === 0 ? 'never for 50 ms' : `${whole(blockedMs.count)} times, ${latency(blockedMs)}`;
  console.log(`\nThe board in Chromium, ${whole(patients)} patients, ${whole(eventsPerSecond)} events/s`);
  console.log(`  first board, warm  ${whole(result.firstBoardMs)} ms`);
  console.log(`  frames             ${latency(frameMs)}, ${whole(frameMs.count)} in ${String(minutes)} min`);
  console.log(`  main thread busy   ${blocked}`);
  console.log(`  heap               ${whole(heapMb.before)} MB before, ${whole(heapMb.after)} MB after`);
  console.log(`  nodes              ${whole(nodes.before)} before, ${whole(nodes.after)} after`);
  console.log(`  board fetched      ${whole(result.boardFetches)} times`);
  for (const [encoding, { script, style }] of Object.entries(compressedKb))
    console.log(`  ${encoding.padEnd(18)} script ${whole(script)} kB, style ${whole(style)} kB`);
}

function printEscalation(result: EscalationBenchmark): void {
  const { alerts, stepsPerSecond, rawStepsPerSecond, microsecondsPerStep: cost, memory } = result;
  const ratio = (stepsPerSecond / rawStepsPerSecond).toFixed(3);
  console.log(`\n${whole(alerts)} open alerts that escalate, on one clinician service`);
  console.log(`  rows in Postgres   ${whole(rawStepsPerSecond)} a second, taken and changed with nothing around it`);
  console.log(`  all due at once    ${whole(stepsPerSecond)} steps/s, ${ratio} of the rows`);
  console.log(`  … and sent         ${whole(result.messagesPerSecond)} messages/s until the last had arrived`);
  console.log(`  processor          ${whole(cost.clinician)} µs a step; Postgres ${whole(cost.postgres)} µs`);
  console.log(`  at ${whole(result.steadyPerSecond)} a second    late by ${latency(result.lateMs)}`);
  console.log(`  … message there    ${latency(result.arrivedLateMs)} after it was due`);
  console.log(
    `  memory             ${String(memory.steady)} MB steady, ${String(memory.burst)} MB all at once, at most`,
  );
}

function printCapacity({ answerMs, frameMs, ...result }: CapacityBenchmark): void {
  console.log(
    `\n${whole(result.patients)} patients in ${whole(result.wards)} wards, ${whole(result.tookPerSecond)} sets/s`,
  );
  console.log(`  answer: board      ${latency(answerMs.board)}, ${whole(answerMs.board.count)} times`);
  console.log(`  answer: capacity   ${latency(answerMs.capacity)}, ${whole(answerMs.capacity.count)} times`);
  if (frameMs === null) {
    console.log('\n!! NOT TRIED: the pages. There is no Chromium.');
    return;
  }
  console.log(`  frames: board      ${latency(frameMs.board)}`);
  console.log(`  frames: capacity   ${latency(frameMs.capacity)}`);
}

function printGrowth(costs: readonly CostOfSet[]): void {
  for (const { patients, setsBefore, setsPerSecond, microsecondsPerSet } of costs) {
    const each = Object.entries(microsecondsPerSet).map(([name, figure]) => `${name} ${whole(figure)}`);
    const of = `${whole(patients)} patients, ${whole(setsBefore)} sets before`;
    console.log(`  ${of.padEnd(40)} ${whole(setsPerSecond)} sets/s, µs a set: ${each.join(', ')}`);
  }
}

async function benchGrowth(servers: BenchServers): Promise<void> {
  const { byPatients, byHistory } = await measureGrowth(servers, { ...growthLimits, folder });
  console.log('\nWhat a set costs, by patients');
  printGrowth(byPatients);
  if (profiling) {
    for (const { patients, statements, stretch } of byPatients) {
      const when = `${whole(patients)} patients`;
      printStatements(when, statements);
      printProfiles(folderOfPopulation(folder, patients), { [when]: stretch });
    }
    return;
  }
  console.log('\nWhat a set costs, by sets that are stored');
  printGrowth(byHistory);
}

async function benchStorage(servers: BenchServers): Promise<void> {
  const environment = await servers.environmentFor('postgres');
  if (environment === undefined) throw new Error('There is no Postgres.');
  for (const round of await measureBytes(environment, { ...storageLimits, folder })) printBytes(round);
}

async function benchCapacity(servers: BenchServers): Promise<void> {
  const environment = await servers.environmentFor('postgres');
  if (environment === undefined) throw new Error('There is no Postgres.');
  const seconds = words.map(Number).find((word) => word > 0) ?? 60;
  const load = { patients: 1_000, wards: 50, setsPerSecond: 500, seconds };
  printCapacity(await measureCapacity(environment, { ...load, folder }));
}

async function benchEscalation(servers: BenchServers): Promise<void> {
  const environment = await servers.environmentFor('postgres');
  if (environment === undefined) throw new Error('There is no Postgres.');
  const alerts = words.map(Number).find((word) => word > 0) ?? 10_000;
  printEscalation(await measureEscalation(environment, { alerts, perSecond: 200, folder }));
}

async function benchConsole(): Promise<void> {
  const minutes = words.map(Number).find((word) => word > 0) ?? 2;
  printConsole(await measureConsole({ patients: 1_000, eventsPerSecond: 500, minutes }));
}

function printOneAtATime(log: string, { loneMs, backlog, backlogSeconds }: OneAtATimeBenchmark): void {
  console.log(`\nA gateway that sends one message at a time, on ${log}`);
  console.log(`  lone message       acknowledged within ${latency(loneMs)}`);
  console.log(
    `  ${whole(backlog)} messages     ${backlogSeconds.toFixed(1)} s, ${whole(backlog / backlogSeconds)} a second`,
  );
}

function printRate({ sets, ill, milliseconds, statementsPerSecond, readingToAlertMs }: RateCost): void {
  console.log(`\n${whole(sets)} sets/s, and ${whole(ill)} patients a second who become ill`);
  const parts = Object.entries(milliseconds).map(([name, each]) => `${name} ${whole(each)} ms`);
  console.log(`  processor          ${parts.join(', ')} a second`);
  if (statementsPerSecond !== undefined) console.log(`  statements         ${whole(statementsPerSecond)} a second`);
  if (readingToAlertMs !== undefined && ill > 0) console.log(`  reading to alert   ${latency(readingToAlertMs)}`);
}

async function benchRates(servers: BenchServers): Promise<void> {
  const environment = await servers.environmentFor('postgres');
  if (environment === undefined) throw new Error('There is no Postgres.');
  for (const cost of await measureRates(environment, { folder, rates, secondsEach: 8 })) printRate(cost);
}

async function benchBacklog(servers: BenchServers): Promise<void> {
  const backlog = words.map(Number).find((word) => word > 0) ?? 5_000;
  for (const log of logs) {
    const environment = await servers.environmentFor(log);
    if (environment === undefined) continue;
    const folderOfLog = await mkdtemp(join(folder, `backlog-${log}-`));
    printOneAtATime(log, await measureOneAtATime(environment, { backlog, folder: folderOfLog }));
  }
}

async function benchReplay(servers: BenchServers): Promise<void> {
  const environment = await servers.environmentFor('postgres');
  const databaseUrl = environment?.['DATABASE_URL'];
  if (databaseUrl === undefined) throw new Error('There is no Postgres to replay from.');
  const folderOfReplay = await mkdtemp(join(folder, 'replay-'));
  printReplay(await measureReplay(databaseUrl, { ...replayLimits, folder: folderOfReplay }));
}

/** The pure scorer, then the service by itself with a live plan and readings of everybody. */
async function benchScoring(servers: BenchServers): Promise<void> {
  printScorer(benchmarkScorer());
  for (const log of logs) {
    const environment = await servers.environmentFor(log);
    if (environment === undefined) continue;
    const folderOfLog = await mkdtemp(join(folder, `scoring-${log}-`));
    printScoring(log, await measureScoringService(environment, { ...scoringLimits, folder: folderOfLog }));
  }
  await benchReplay(servers);
}

async function bench(servers: BenchServers): Promise<void> {
  for (const log of logs) {
    const forPipe = wants('pipe', 'path') ? await servers.environmentFor(log) : undefined;
    const pipe = forPipe === undefined ? undefined : await measureRawPipe(forPipe, limits);
    if (pipe !== undefined) printRawPipe(log, pipe);
    const forPath = wants('path', 'pipe') ? await servers.environmentFor(log) : undefined;
    if (forPath === undefined) continue;
    const folderOfLog = await mkdtemp(join(folder, `${log}-`));
    const path = await measureWholePath(forPath, { ...limits, folder: folderOfLog, patients: 600, profiling });
    printWholePath(log, path, pipe);
    printStatements('flat out', path.statements);
    printStatements('steady', path.steadyStatements);
    if (profiling) printProfiles(folderOfLog, path.stretches);
  }
}

/** The simulator and the rules are the apps' own, so it runs as a process of its own. */
async function backTestAlerts(): Promise<void> {
  const program = 'apps/homeward/src/back-testing/print-back-test.harness.ts';
  const child = spawn(process.execPath, [...process.execArgv, program], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('The back-test failed.');
}

async function benchServices(): Promise<void> {
  const servers = await benchServers(folder, { farMilliseconds: words.includes('far') ? 1 : 0 });
  try {
    if (words.includes('replay')) await benchReplay(servers);
    else if (words.includes('escalation')) await benchEscalation(servers);
    else if (words.includes('backlog')) await benchBacklog(servers);
    else if (words.includes('capacity')) await benchCapacity(servers);
    else if (words.includes('storage')) await benchStorage(servers);
    else if (words.includes('growth')) await benchGrowth(servers);
    else if (words.includes('rates')) await benchRates(servers);
    else await (words.includes('scoring') ? benchScoring(servers) : bench(servers));
  } finally {
    await servers.stop();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
try {
  if (words.includes('alerts')) await backTestAlerts();
  else await (words.includes('console') ? benchConsole() : benchServices());
} finally {
  // BENCH_KEEP=1 leaves what the services wrote.
  if (process.env['BENCH_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  else console.log(`\nKept: ${folder}`);
}
