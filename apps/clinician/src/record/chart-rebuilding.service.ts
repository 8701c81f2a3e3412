import { setTimeout as pause } from 'node:timers/promises';
import { canaryDeviceId, type EventOn, isOfCanary, type TopicName } from '#libs/contracts';
import type { Database } from '#libs/database';
import { type EventLog, type EventRecord, type LogBatch, readEvents } from '#libs/event-log';
import type { PoolClient } from 'pg';
import { ChartEntriesService } from './chart/chart-entries.service.ts';
import { ChartingStore } from './chart/charting.store.ts';
import { RetractionsStore } from './chart/retractions.store.ts';
import { QuarantineStore } from './quarantine/quarantine.store.ts';
import { ScoringStatusStore } from './scoring-status/scoring-status.store.ts';
import { RecordNotEnteredError } from './rebuilding-errors.ts';
import { inRounds } from './rounds.ts';

/** What the chart is made of. */
const chartTopics = ['observations', 'scores', 'quarantine', 'scoring-status'] as const satisfies readonly TopicName[];
type ChartTopic = (typeof chartTopics)[number];

/** From one look at how far it is to the next. */
const lookEveryMilliseconds = 100;

export interface RebuildProgress {
  readonly records: number;
  readonly ofRecords: number;
}

export interface Rebuilding {
  /** The schema of the clinician service that the chart is entered in, brought up to date. */
  readonly database: Database;
  readonly log: EventLog;
  /** By what name the log is read: a name that was used begins where it ended. */
  readonly group: string;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/** What came of it. */
export interface RebuiltChart {
  readonly records: number;
  /** Those that have not the shape of their topic: they are dead letters, and on no chart. */
  readonly unreadable: number;
}

/**
 * Enters in the tables of the chart all that the log holds of it, as it was entered when it came: no alert is raised, nothing
 * is published and no browser hears of it. What is there already stays, so it can be done again after it was cut off. It ends
 * at the end of the log, so no service may publish meanwhile.
 *
 * When the chart knew of something is taken from when the log did, which is a little earlier.
 *
 * @throws RecordNotEnteredError where the tables refuse a record.
 */
export async function rebuildChart({ database, log, group, onProgress }: Rebuilding): Promise<RebuiltChart> {
  const entering = new ChartRebuilding(database);
  const refused = Promise.withResolvers<never>();
  const ended = new AbortController();
  const ofRecords = sum(await log.size());
  const subscription = await log.subscribe({
    group,
    topics: chartTopics,
    onBatch: async (batch) => {
      try {
        await entering.enter(batch);
      } catch (error) {
        // The log would bring it again for as long as it takes.
        refused.reject(new RecordNotEnteredError(batch, error));
        throw error;
      }
    },
  });
  try {
    await Promise.race([refused.promise, entireLog({ log, group, ofRecords, onProgress, signal: ended.signal })]);
  } finally {
    ended.abort();
    await subscription.close();
  }
  return { records: ofRecords, unreadable: entering.unreadable };
}

/** Resolves once the group has read each of the topics to its end. */
async function entireLog({
  log,
  group,
  ofRecords,
  onProgress,
  signal,
}: Pick<Rebuilding, 'log' | 'group'> & {
  readonly ofRecords: number;
  readonly onProgress: Rebuilding['onProgress'];
  readonly signal: AbortSignal;
}): Promise<void> {
  while (!signal.aborted) {
    // Kafka knows nothing of a group in a topic of which it has not read anything yet.
    const left = sum(new Map([...(await log.size()), ...(await log.lag(group))]));
    onProgress?.({ records: Math.max(0, ofRecords - left), ofRecords });
    if (left === 0) return;
    await pause(lookEveryMilliseconds);
  }
}

const sum = (records: ReadonlyMap<TopicName, number>): number =>
  chartTopics.reduce((all, topic) => all + (records.get(topic) ?? 0), 0);

/** Enters batches of the log. */
class ChartRebuilding {
  readonly #store = new ChartingStore();
  readonly #entries = new ChartEntriesService(this.#store, new RetractionsStore());
  readonly #quarantine: QuarantineStore;
  readonly #statuses: ScoringStatusStore;
  unreadable = 0;

  constructor(private readonly database: Database) {
    this.#quarantine = new QuarantineStore(database);
    this.#statuses = new ScoringStatusStore(database);
  }

  async enter(batch: LogBatch): Promise<void> {
    switch (batch.topic) {
      case 'observations':
        return this.#enterSets(this.#events({ ...batch, topic: batch.topic }));
      case 'scores':
        return this.#enterScores(this.#events({ ...batch, topic: batch.topic }));
      case 'quarantine':
        return this.#enterQuarantined(this.#events({ ...batch, topic: batch.topic }));
      case 'scoring-status':
        return this.#statuses.keep(this.#events({ ...batch, topic: batch.topic }).map(({ event }) => event));
      default:
        return undefined;
    }
  }

  #events<Topic extends ChartTopic>(batch: LogBatch & { readonly topic: Topic }): readonly Arrived<Topic>[] {
    const { records, unreadable } = readEvents(batch);
    this.unreadable += unreadable.length;
    return records.flatMap(arrivedOf);
  }

  async #enterSets(arrived: readonly Arrived<'observations'>[]): Promise<void> {
    const ofPatients = arrived.filter(({ event }) => !isOfCanary(event));
    const knownAt = knownAtOf(ofPatients);
    const sets = ofPatients.map(({ event }) => event);
    await this.#transaction(sets, (client) => this.#entries.enterSets(client, sets, knownAt));
  }

  async #enterScores(arrived: readonly Arrived<'scores'>[]): Promise<void> {
    const ofPatients = arrived.filter(({ event }) => !isOfCanary(event));
    const knownAt = knownAtOf(ofPatients);
    const scores = ofPatients.map(({ event }) => event);
    await this.#transaction(scores, async (client) => {
      for (const round of inRounds(scores)) await this.#store.addScores(client, round, knownAt);
    });
  }

  async #enterQuarantined(arrived: readonly Arrived<'quarantine'>[]): Promise<void> {
    const events = arrived.map(({ event }) => event).filter(({ deviceId }) => deviceId !== canaryDeviceId);
    await this.#transaction(events, (client) => this.#quarantine.add(client, events));
  }

  async #transaction(events: readonly unknown[], work: (client: PoolClient) => Promise<unknown>): Promise<void> {
    if (events.length > 0) await this.database.transaction(work);
  }
}

/** An event, and when the log took it. */
interface Arrived<Topic extends TopicName> {
  readonly event: EventOn<Topic>;
  readonly appendedAt: Date;
}

function arrivedOf<Topic extends TopicName>({ event, appendedAt }: EventRecord<Topic>): readonly Arrived<Topic>[] {
  return event === null ? [] : [{ event, appendedAt }];
}

/** When each was known. */
function knownAtOf<Event>(arrived: readonly { readonly event: Event; readonly appendedAt: Date }[]) {
  const times = new Map(arrived.map(({ event, appendedAt }) => [event, appendedAt]));
  // Asked only of these events.
  return (event: Event): Date => times.get(event) ?? new Date(0);
}
