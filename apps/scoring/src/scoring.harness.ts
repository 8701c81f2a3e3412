import { type RuleBook } from '#libs/clinical';
import { ManualClock } from '#libs/clock';
import {
  eventFromLog,
  type EventOn,
  type MeasurementRequest,
  type PatientId,
  type Score,
  type Signal,
  type TopicName,
} from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase } from '#libs/embedded';
import { type EventLog, EventLogUnavailableError, type OutgoingRecord } from '#libs/event-log';
import { aPathway, testRules, weightGain } from '#libs/fixtures';
import { Outbox } from '#libs/outbox';
import { createLogger, Readiness } from '#libs/telemetry';
import { Registry } from 'prom-client';
import { HistoryEntriesStore } from './composition/history-entries.store.ts';
import { ScoringService } from './composition/scoring.service.ts';
import { OutagesService } from './intake/outages.service.ts';
import { scoringMigrations, scoringModule, type ScoringParts } from './scoring.module.ts';
import { ScoringSettings } from './settings.ts';

/** Every pathway of a rule book for these tests: one on which nothing is waited for, one on which a pulse is due hourly. */
export const pathways = [
  aPathway({ trends: [weightGain] }),
  aPathway({ id: 'hourly', measures: [{ code: 'pulse-rate', everyMinutes: 60 }], thresholds: [] }),
];

export const rules: RuleBook = testRules(...pathways);

export const hourly = { ruleSet: { id: 'hourly', version: 1 } } as const;

/** An empty schema of the scoring service, with the server it is on. */
export async function startScoringDatabase(): Promise<{
  readonly database: Database;
  readonly url: string;
  readonly stop: () => Promise<void>;
}> {
  const server = await startTestDatabase();
  const options = { schema: 'scoring', readsByKey: true, migrations: scoringMigrations };
  const database = await openDatabase({ url: server.url, ...options });
  return {
    database,
    url: server.url,
    stop: async () => {
      await database.close();
      await server.stop();
    },
  };
}

/** The scores of a patient that stand, as they were published, in order of time. */
export async function scoresInForce(database: Database, patientId: PatientId): Promise<readonly Score[]> {
  const published = await database.transaction((client) =>
    new HistoryEntriesStore().scoresSince(client, [{ patientId, fromMs: -Infinity }]),
  );
  return published
    .flatMap(({ event }) => (event.withdrawn ? [] : [event]))
    .sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** Keeps what is published, and refuses as often as it is said. */
export class RecordingLog implements EventLog {
  readonly records: OutgoingRecord[] = [];
  refusals = 0;

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.refusals > 0) {
      this.refusals -= 1;
      throw new EventLogUnavailableError('The log is away, for the test.');
    }
    this.records.push(...records);
  }

  /** All but by which plans patients are scored, which is said of every plan. */
  get decided(): readonly OutgoingRecord[] {
    return this.records.filter(({ topic }) => topic !== 'scoring-status');
  }

  scores(): Score[] {
    return this.#events('scores');
  }

  signals(): Signal[] {
    return this.#events('signals');
  }

  requests(): MeasurementRequest[] {
    return this.#events('requests');
  }

  statuses(): EventOn<'scoring-status'>[] {
    return this.#events('scoring-status');
  }

  #events<Topic extends TopicName>(topic: Topic): EventOn<Topic>[] {
    return this.records
      .filter((record) => record.topic === topic)
      .map(({ key, value }) => eventFromLog(topic, { key, value: value ?? 'null' }));
  }

  prepare = (): Promise<void> => Promise.resolve();
  check = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => Promise.resolve();
  subscribe = (): never => {
    throw new Error('Nothing subscribes in this test.');
  };
  lag = this.subscribe;
  size = this.subscribe;
}

/** Most tests measure at once what their clock comes to later: more than could be set. */
const anyTimeCounts = { SCORING_CLOCK_AHEAD_SECONDS: 400 * 86_400 };

export function scoringParts(database: Database, changes: Partial<ScoringParts> = {}): ScoringParts {
  return {
    settings: { ...ScoringSettings.parse({ SCORING_DUE_EVERY_MILLISECONDS: 20 }), ...anyTimeCounts },
    clock: new ManualClock(new Date('2026-11-21T12:00:00Z')),
    ruleBook: { current: rules },
    log: new RecordingLog(),
    database,
    logger: createLogger({ service: 'scoring', level: 'silent' }),
    metrics: new Registry(),
    readiness: new Readiness(),
    ...changes,
  };
}

export interface Replica {
  readonly scoring: ScoringService;
  readonly outages: OutagesService;
  readonly outbox: Outbox;
  readonly log: RecordingLog;
  readonly clock: ManualClock;
  /** The rules in force, which a test may change. */
  readonly ruleBook: { current: RuleBook };
  /** Works in everything that waits. */
  readonly workOff: () => Promise<void>;
  /** Lets time pass until a minute after noon. */
  readonly atMinute: (minute: number) => Promise<void>;
  /** Lets real time pass, which the clock does not show. */
  readonly realSecondsPass: (seconds: number) => void;
}

/** A replica of the service without the transport, with a clock of its own. */
export function replica(database: Database, changes: Partial<ScoringParts> = {}): Replica {
  const log = new RecordingLog();
  const clock = new ManualClock(new Date('2026-11-21T12:00:00Z'));
  const ruleBook = { current: rules };
  let realMs = 0;
  const module = scoringModule(scoringParts(database, { log, clock, ruleBook, monotonicMs: () => realMs, ...changes }));
  const scoring = provided(module.providers, ScoringService);
  const workOff = async (): Promise<void> => {
    while (await scoring.workOff());
  };
  return {
    scoring,
    workOff,
    outages: provided(module.providers, OutagesService),
    outbox: provided(module.providers, Outbox),
    log,
    clock,
    ruleBook,
    atMinute: async (minute) => {
      clock.set(new Date(Date.UTC(2026, 10, 21, 12) + minute * 60_000));
      await workOff();
      while ((await scoring.advance(100)) > 0);
    },
    realSecondsPass: (seconds) => {
      realMs += seconds * 1000;
    },
  };
}

function provided<Service>(
  providers: ReturnType<typeof scoringModule>['providers'],
  token: abstract new (...parts: never[]) => Service,
): Service {
  const provider = providers?.find((one) => 'provide' in one && one.provide === token);
  if (provider === undefined || !('useValue' in provider)) throw new Error(`The module has no ${token.name}.`);
  // It was put there under its class.
  return provider.useValue as Service;
}
