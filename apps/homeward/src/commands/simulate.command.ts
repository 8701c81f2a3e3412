import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError } from 'commander';

import { SystemClock } from '#libs/clock';
import { mintToken } from '#libs/identity';
import { readSettings } from '#libs/settings';
import { createLogger } from '#libs/telemetry';

import { NotRunningError } from '../homeward-errors.ts';
import { readRunFile } from '../local-state/run-file.store.ts';
import { tokenKey } from '../local-state/token-key.store.ts';
import { HomewardSettings } from '../settings.ts';
import { mostPatients } from '../simulation/simulated-patient.ts';
import { progressInWords, secondsFrom } from '../simulation/simulation-progress.ts';
import { type RunningSimulation, startSimulation } from '../simulation/simulation.service.ts';

interface SimulateFlags {
  readonly patients: number;
  readonly speed: number;
  readonly seed: number;
  readonly history: number;
  readonly duration?: number;
  readonly url?: string;
  readonly mqtt?: string;
}

const linesEveryMilliseconds = 10_000;
const barEveryMilliseconds = 250;
const tokenSeconds = 3600;

/** Adds `homeward simulate`: patients with a course of illness, publishing over real MQTT until stopped. */
export function addSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description('Fill a ward with simulated patients, who publish over real MQTT')
    .option('--patients <count>', 'how many', numberBetween(1, mostPatients, true), 4)
    .option('--speed <factor>', 'hours of illness in an hour', numberBetween(0.01, 1_000_000, false), 60)
    .option('--seed <number>', 'the same seed plays the same people and illnesses', numberBetween(0, 2 ** 31, true), 1)
    .option('--history <hours>', 'how many hours of the past come first', numberBetween(0, 72, false), 6)
    .option('--duration <time>', 'for how long, as in 90s, 10m or 2h (until stopped)', duration)
    .option('--url <url>', 'the API (the one that runs in HOMEWARD_HOME)')
    .option('--mqtt <url>', 'the MQTT broker (the one that runs in HOMEWARD_HOME)')
    .action(simulate);
}

async function simulate(flags: SimulateFlags): Promise<void> {
  const settings = readSettings('homeward simulate', HomewardSettings, process.env);
  const run = await readRunFile(settings.HOMEWARD_HOME);
  const api = flags.url ?? settings.HOMEWARD_API_URL ?? run?.api;
  if (api === undefined) throw new NotRunningError(settings.HOMEWARD_HOME);
  const key = await tokenKey(settings);
  const clock = new SystemClock();
  console.error(`Setting up ${String(flags.patients)} simulated patients at ${new URL(api).origin} …`);
  const simulation = await startSimulation({
    api,
    mqtt: flags.mqtt ?? run?.mqtt ?? `mqtt://${new URL(api).hostname}:1883`,
    home: settings.HOMEWARD_HOME,
    clock,
    logger: createLogger({ service: 'simulate', level: 'error' }),
    tokenFor: (role) => mintToken({ key, role, name: 'Simulation', now: clock.now(), ttlSeconds: tokenSeconds }),
    patients: flags.patients,
    seed: flags.seed,
    speed: flags.speed,
    historyHours: flags.history,
    durationSeconds: flags.duration,
  });
  await showUntilDone(simulation, flags);
}

async function showUntilDone(simulation: RunningSimulation, flags: SimulateFlags): Promise<void> {
  const stop = (): void => {
    // Whether it ended well is awaited below.
    simulation.stop().catch(() => undefined);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const hide = process.stderr.isTTY ? showBar(simulation, flags) : showLines(simulation);
  try {
    await simulation.done;
  } finally {
    hide();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  const report = simulation.report();
  console.log(progressInWords({ ...report, connected: true }));
  if (report.acknowledged < report.published) process.exitCode = 1;
}

/** A bar up to the end; without one, up to the present, and then only what has been sent. */
function showBar(simulation: RunningSimulation, flags: SimulateFlags): () => void {
  const ends = flags.duration !== undefined;
  const total = ends ? flags.history + (flags.duration / 3600) * flags.speed : Math.max(0.1, flags.history);
  const bar = new SingleBar({ format: '{bar} {words}', hideCursor: true, clearOnComplete: false });
  const update = (): void => {
    const report = simulation.report();
    bar.update(Math.min(total, report.hour), { words: progressInWords(report) });
  };
  bar.start(total, 0, { words: '' });
  const timer = setInterval(update, barEveryMilliseconds);
  return () => {
    clearInterval(timer);
    update();
    bar.stop();
  };
}

function showLines(simulation: RunningSimulation): () => void {
  const timer = setInterval(() => {
    console.error(progressInWords(simulation.report()));
  }, linesEveryMilliseconds);
  return () => {
    clearInterval(timer);
  };
}

function numberBetween(least: number, most: number, whole: boolean): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && number >= least && number <= most && (!whole || Number.isInteger(number))) return number;
    throw new InvalidArgumentError(
      `Expected a ${whole ? 'whole ' : ''}number from ${String(least)} to ${String(most)}.`,
    );
  };
}

function duration(text: string): number {
  const seconds = secondsFrom(text);
  if (seconds === undefined) throw new InvalidArgumentError('Expected a time such as 90s, 10m or 2h.');
  return seconds;
}
