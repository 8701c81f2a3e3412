import { PatientTimeline, PlanVersions, prepareUpdate, readingSetOf, scoreEvent } from '#libs/timeline';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { encode, type EventLog } from '#libs/event-log';
import { findFreePort } from '#libs/embedded';
import { join } from 'node:path';
import { openBenchLog } from './bench-log.ts';
import { end, memoryOf, pause, postgresSecondsFor, processorSecondsOf, startProgram } from './processes.ts';
import { wallClockMs } from './observation-messages.ts';
import { loadPatient, loadPlan, loadSet } from './scoring-events.ts';

export interface ScoringServiceResult {
  readonly patients: number;
  readonly sets: number;
  readonly setsPerSecond: number;
  /** Processor time for one set, in microseconds: of the service, and of the server it writes to. */
  readonly microsecondsPerSet: { readonly scoring: number; readonly postgres: number };
  /** In megabytes, of the service's process. */
  readonly memory: { readonly now: number; readonly peak: number; readonly heapInUse: number };
  /** Processor time of the history alone, without log and database, in microseconds a set. */
  readonly historyMicroseconds: number;
}

const launcher = join(import.meta.dirname, '../../apps/homeward/bin/homeward.mjs');
const minuteInMs = 60_000;

/**
 * The scoring service as it is run, by itself: every patient admitted, with a live plan, and so many rounds of one set each. The
 * first round finds no patient in memory and is left out of the figures a set.
 */
export async function measureScoringService(
  environment: Readonly<Record<string, string>>,
  { patients, rounds, folder }: { readonly patients: number; readonly rounds: number; readonly folder: string },
): Promise<ScoringServiceResult> {
  const port = await findFreePort();
  const own = { ...environment, HOMEWARD_HOME: join(folder, 'home'), LOG_LEVEL: 'warn', HTTP_HOST: '127.0.0.1' };
  const url = `http://127.0.0.1:${String(port)}`;
  const service = await startProgram({
    name: 'scoring',
    words: [launcher, 'scoring'],
    environment: { ...own, HTTP_PORT: String(port) },
    folder,
  });
  const { log, pool } = openBenchLog(environment);
  try {
    await ready(url, service.child);
    await log.prepare();
    const startMs = wallClockMs() - (rounds + 1) * minuteInMs;
    await publishAll(log, patients, (n) => encode('monitoring-plans', loadPatient(n), loadPlan(n, startMs)));
    await workedThrough(log);
    const round = async (index: number): Promise<void> => {
      const takenAtMs = Math.round(startMs + (index + 1) * minuteInMs);
      await publishAll(log, patients, (n) => encode('observations', loadPatient(n), loadSet(n, index, takenAtMs)));
      await workedThrough(log);
    };
    await round(0);
    const before = secondsOf(service.child.pid, environment);
    const startedAt = performance.now();
    for (let index = 1; index <= rounds; index += 1) await round(index);
    const seconds = (performance.now() - startedAt) / 1000;
    const after = secondsOf(service.child.pid, environment);
    const sets = patients * rounds;
    return {
      patients,
      sets,
      setsPerSecond: sets / seconds,
      microsecondsPerSet: {
        scoring: ((after.scoring - before.scoring) * 1e6) / sets,
        postgres: ((after.postgres - before.postgres) * 1e6) / sets,
      },
      memory: { ...memoryOf(service.child), heapInUse: await heapInUse(url) },
      historyMicroseconds: await measureHistory(),
    };
  } finally {
    await log.close();
    await pool.end();
    await end(service.child);
  }
}

/** What the history of a set costs by itself: working it out and putting its score into JSON, in microseconds. */
async function measureHistory(): Promise<number> {
  const rules = await readRuleBook([builtInRuleSets]);
  const startMs = Date.UTC(2026, 0, 1);
  const timelines = Array.from({ length: 200 }, (_, n) => {
    const plans = new PlanVersions([loadPlan(n, startMs)], rules);
    return new PatientTimeline({ patientId: loadPatient(n), plans, newest: undefined, horizonMs: -Infinity });
  });
  const rounds = 100;
  // Making them up costs more than working on them, and is no part of it.
  const sets = Array.from({ length: rounds + 1 }, (_, round) =>
    timelines.map((_timeline, n) => loadSet(n, round, startMs + round * minuteInMs)),
  );
  let before = process.cpuUsage();
  let length = 0;
  for (const [round, ofRound] of sets.entries()) {
    // The first finds cold code.
    if (round === 1) before = process.cpuUsage();
    for (const [n, timeline] of timelines.entries()) {
      const set = ofRound[n];
      if (set === undefined) continue;
      const prepared = prepareUpdate(timeline, { sets: [readingSetOf(set)] });
      if (prepared.needsFromMs !== undefined) throw new Error('Nothing here reaches back.');
      const update = prepared.apply();
      for (const point of update.history.scores) {
        const facts = { patientId: timeline.patientId, revision: 1, late: false };
        length += JSON.stringify(scoreEvent(point, { ...facts, cause: set })).length;
      }
      update.timeline.nextDueMs();
      timelines[n] = update.timeline;
    }
  }
  if (length === 0) throw new Error('Nothing was scored.');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (rounds * timelines.length);
}

async function publishAll(
  log: EventLog,
  patients: number,
  recordOf: (n: number) => ReturnType<typeof encode>,
): Promise<void> {
  const together = 500;
  for (let first = 0; first < patients; first += together) {
    const count = Math.min(together, patients - first);
    await log.publish(Array.from({ length: count }, (_, index) => recordOf(first + index)));
  }
}

async function workedThrough(log: EventLog): Promise<void> {
  const deadline = performance.now() + 300_000;
  for (;;) {
    const lag = await log.lag('scoring');
    if (lag.get('observations') === 0 && lag.get('monitoring-plans') === 0) return;
    if (performance.now() > deadline) throw new Error('The scoring service did not keep up within five minutes.');
    await pause(20);
  }
}

function secondsOf(
  pid: number | undefined,
  { DATABASE_URL: database }: Readonly<Record<string, string>>,
): { readonly scoring: number; readonly postgres: number } {
  return { scoring: processorSecondsOf(pid), postgres: postgresSecondsFor(database ?? '') };
}

async function heapInUse(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const line = metrics.split('\n').find((text) => text.startsWith('nodejs_heap_size_used_bytes '));
  return Math.round(Number(line?.split(' ').at(-1) ?? 0) / 2 ** 20);
}

async function ready(url: string, child: { readonly exitCode: number | null }): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    await pause(100);
  }
  throw new Error('The scoring service did not get ready.');
}
