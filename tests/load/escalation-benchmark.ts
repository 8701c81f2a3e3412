import type { Alert, Notification } from '#libs/contracts';
import { findFreePort } from '#libs/embedded';
import { createPostgresLog, encode } from '#libs/event-log';
import { join } from 'node:path';
import pg from 'pg';
import { ApiClient } from '../outside/api-client.ts';
import { deteriorations, EscalatingWards, type EscalatingPatient } from '../outside/escalating-wards.ts';
import { homeward } from '../outside/homeward-process.ts';
import { MessageReceiver } from '../outside/message-receiver.ts';
import { wallClockMs } from './observation-messages.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import {
  end,
  memoryOf,
  pause,
  postgresSecondsFor,
  processorSecondsOf,
  type Started,
  startProgram,
} from './processes.ts';
import { measureRawSteps } from './raw-steps.ts';

export interface EscalationBenchmark {
  readonly alerts: number;
  /** Alerts that became due in a second while the rate was steady. */
  readonly steadyPerSecond: number;
  /** From when a step was due to when it was begun, and to when the message was at its receiver. */
  readonly lateMs: Percentiles;
  readonly arrivedLateMs: Percentiles;
  /** All due at once. */
  readonly stepsPerSecond: number;
  /** Until the last message had arrived. */
  readonly messagesPerSecond: number;
  readonly microsecondsPerStep: { readonly clinician: number; readonly postgres: number };
  /** Rows that Postgres takes and changes in a second, with nothing around it. */
  readonly rawStepsPerSecond: number;
  /** Peak resident memory, in megabytes. */
  readonly memory: { readonly steady: number; readonly burst: number };
}

interface Size {
  readonly alerts: number;
  readonly perSecond: number;
  readonly folder: string;
}

type Environment = Readonly<Record<string, string>>;

const launcher = join(import.meta.dirname, '../../apps/homeward/bin/homeward.mjs');
const patientsOnWard = 500;
const minuteMs = 60_000;
/** After the first step, and after the second. */
const waits = { first: 1, second: 30 };
const beatMs = 100;
const patienceMs = 600_000;

/**
 * One clinician service with so many open alerts, each of which notifies one person by SMS. At first they are raised, and a
 * minute later escalate, at a steady rate; then time jumps, and all of them are due at once.
 */
export async function measureEscalation(environment: Environment, size: Size): Promise<EscalationBenchmark> {
  const databaseUrl = environment['DATABASE_URL'] ?? '';
  const receiver = await MessageReceiver.start();
  const shared = {
    ...environment,
    ...receiver.settings,
    HOMEWARD_HOME: join(size.folder, 'home'),
    CANARY_SECONDS: '0',
  };
  const { stdout } = await homeward(['token', '--role', 'administrator'], { env: shared });
  const service = new ClinicianUnderLoad(shared, { folder: size.folder, token: stdout.trim() });
  try {
    await service.start('system');
    const patients = await setUp(service.api, { receiver, alerts: size.alerts });
    const steady = await measureSteady(service, { receiver, patients, databaseUrl, perSecond: size.perSecond });
    const memoryOfSteady = service.peakMemory;
    await service.stop();
    await service.start('manual');
    await service.settle();
    const burst = await measureBurst(service, { receiver, alerts: size.alerts, databaseUrl });
    const memory = { steady: memoryOfSteady, burst: service.peakMemory };
    await service.stop();
    const rawStepsPerSecond = await measureRawSteps(databaseUrl, size.alerts);
    return { alerts: size.alerts, ...steady, ...burst, rawStepsPerSecond, memory };
  } finally {
    await service.stop();
    await receiver.stop();
  }
}

/** The clinician service by itself, a process at a time. */
class ClinicianUnderLoad {
  #program: Started | undefined;
  #url = '';

  constructor(
    private readonly environment: Environment,
    private readonly options: { readonly folder: string; readonly token: string },
  ) {}

  get api(): ApiClient {
    return new ApiClient(this.#url, this.options.token);
  }

  get peakMemory(): number {
    return this.#program === undefined ? 0 : memoryOf(this.#program.child).peak;
  }

  get processorSeconds(): number {
    return processorSecondsOf(this.#program?.child.pid);
  }

  async start(clock: 'system' | 'manual'): Promise<void> {
    const port = await findFreePort();
    this.#url = `http://127.0.0.1:${String(port)}`;
    const own = { HTTP_PORT: String(port), HTTP_HOST: '127.0.0.1', LOG_LEVEL: 'warn', HOMEWARD_CLOCK: clock };
    const environment = { ...this.environment, ...own };
    const words = [launcher, 'clinician'];
    this.#program = await startProgram({ name: 'clinician', words, environment, folder: this.options.folder });
    const { child } = this.#program;
    await until('the service to be ready', async () => {
      if (child.exitCode !== null) throw new Error('The clinician service ended early.');
      return (await fetch(`${this.#url}/health/ready`).catch(() => undefined))?.ok === true;
    });
  }

  async stop(): Promise<void> {
    if (this.#program !== undefined) await end(this.#program.child);
    this.#program = undefined;
  }

  /** Resolves once what a service does at its start, such as the downtime packs, is done. */
  async settle(): Promise<void> {
    let before = Number.NEGATIVE_INFINITY;
    await until('the service to rest', async () => {
      await pause(1000);
      const now = this.processorSeconds;
      const isAtRest = now - before < 0.1;
      before = now;
      return isAtRest;
    });
  }

  /** Timers of alerts that this process has done so far. */
  async timersDone(): Promise<number> {
    const text = await (await this.api.request('GET', '/metrics')).text();
    const lines = text.split('\n').filter((line) => line.startsWith('homeward_timers_fired_total{'));
    return Number(
      lines
        .find((line) => line.includes('kind="alert"'))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  }
}

async function setUp(
  api: ApiClient,
  { receiver, alerts }: { readonly receiver: MessageReceiver; readonly alerts: number },
): Promise<readonly EscalatingPatient[]> {
  const wards = new EscalatingWards(api, receiver.url);
  const patients: EscalatingPatient[] = [];
  while (patients.length < alerts) {
    const count = Math.min(patientsOnWard, alerts - patients.length);
    const wardId = await wards.ward(count);
    const notify = [{ personId: await wards.person(['sms']) }];
    const steps = [
      { notify, waitMinutes: waits.first },
      { notify, waitMinutes: waits.second },
    ];
    await wards.policy(wardId, { steps, fallback: notify[0] });
    patients.push(...(await wards.patients(wardId, count)));
    console.log(`  ${String(patients.length)} patients admitted`);
  }
  return patients;
}

async function measureSteady(
  service: ClinicianUnderLoad,
  {
    receiver,
    patients,
    databaseUrl,
    perSecond,
  }: {
    readonly receiver: MessageReceiver;
    readonly patients: readonly EscalatingPatient[];
    readonly databaseUrl: string;
    readonly perSecond: number;
  },
): Promise<Pick<EscalationBenchmark, 'steadyPerSecond' | 'lateMs' | 'arrivedLateMs'>> {
  await raiseSteadily(patients, databaseUrl, perSecond);
  await until('the second steps', async () => (await service.timersDone()) >= 2 * patients.length);
  await until('their messages', () => Promise.resolve(receiver.taken.length >= 2 * patients.length));
  const alerts = await service.api.all<Alert>('/api/v1/alerts?state=raised');
  const dueAt = new Map(
    alerts.map(({ id, escalation }) => [id, Date.parse(escalation?.nextStepAt ?? '') - waits.second * minuteMs]),
  );
  const notifications = await service.api.all<Notification>('/api/v1/notifications');
  const second = notifications.filter(({ step, channel }) => step === 2 && channel === 'sms');
  const due = ({ alertId }: Notification): number =>
    alertId === null ? Number.NaN : (dueAt.get(alertId) ?? Number.NaN);
  const arrivedAt = new Map(receiver.taken.map(({ id, atMs }) => [id, atMs]));
  const dueTimes = [...dueAt.values()].toSorted((one, other) => one - other);
  const seconds = ((dueTimes.at(-1) ?? 0) - (dueTimes[0] ?? 0)) / 1000;
  return {
    steadyPerSecond: alerts.length / seconds,
    lateMs: percentiles(second.map((each) => Date.parse(each.createdAt) - due(each))),
    arrivedLateMs: percentiles(second.map((each) => (arrivedAt.get(each.id) ?? Number.NaN) - due(each))),
  };
}

/** By the signals that scoring would send, spread evenly. */
async function raiseSteadily(
  patients: readonly EscalatingPatient[],
  databaseUrl: string,
  perSecond: number,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const log = createPostgresLog({ pool });
  const together = Math.max(1, Math.round((perSecond * beatMs) / 1000));
  const startedAt = performance.now();
  for (let first = 0; first < patients.length; first += together) {
    const due = startedAt + (first / together) * beatMs;
    await pause(Math.max(0, due - performance.now()));
    const signals = deteriorations(patients.slice(first, first + together), new Date(wallClockMs()));
    await log.publish(signals.map(({ key, event }) => encode('signals', key, event)));
  }
  await log.close();
  await pool.end();
}

async function measureBurst(
  service: ClinicianUnderLoad,
  {
    receiver,
    alerts,
    databaseUrl,
  }: { readonly receiver: MessageReceiver; readonly alerts: number; readonly databaseUrl: string },
): Promise<Pick<EscalationBenchmark, 'stepsPerSecond' | 'messagesPerSecond' | 'microsecondsPerStep'>> {
  const [clinician, postgres] = [service.processorSeconds, postgresSecondsFor(databaseUrl)];
  const [done, arrived] = [await service.timersDone(), receiver.taken.length];
  const later = new Date(wallClockMs() + (waits.second + 5) * minuteMs);
  const startedAt = performance.now();
  await service.api.put('/test/clock', { now: later.toISOString() });
  await until('every step', async () => (await service.timersDone()) >= done + alerts);
  const seconds = (performance.now() - startedAt) / 1000;
  await until('every message', () => Promise.resolve(receiver.taken.length >= arrived + alerts));
  const secondsToLastMessage = (performance.now() - startedAt) / 1000;
  return {
    stepsPerSecond: alerts / seconds,
    messagesPerSecond: alerts / secondsToLastMessage,
    microsecondsPerStep: {
      clinician: ((service.processorSeconds - clinician) * 1e6) / alerts,
      postgres: ((postgresSecondsFor(databaseUrl) - postgres) * 1e6) / alerts,
    },
  };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await pause(250);
  }
}
