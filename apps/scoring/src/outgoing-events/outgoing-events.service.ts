import type {
  EventId,
  EventOn,
  Instant,
  MeasurementRequest,
  PatientId,
  Score,
  ScoringStatus,
  Signal,
} from '#libs/contracts';
import type { EventLog, OutgoingRecord } from '#libs/event-log';
import type { Outbox } from '#libs/outbox';
import type { TimelineUpdate } from '#libs/timeline';
import type { PoolClient } from 'pg';
import { type EventChange, requestChanges, signalChanges, type TrendUpdate } from './event-changes.ts';
import { PublishedEventsStore, type Range } from './published-events.store.ts';
import type { PublishedEvent } from './revisions.ts';
import { SupersededStore } from './superseded.store.ts';

/** Every event that a batch makes or changes. */
export interface EventChanges {
  readonly scores: readonly EventChange<Score>[];
  readonly signals: readonly EventChange<Signal>[];
  readonly requests: readonly EventChange<MeasurementRequest>[];
}

/** What is to be published once a batch is committed. */
export interface Outgoing {
  /** To be put on the log at once: what caused them comes again until they are there. */
  readonly records: readonly OutgoingRecord[];
  /** Whether anything waits in the outbox. */
  readonly staged: boolean;
}

/** What is needed to find the signals and requests of an update. */
export interface ConditionFacts {
  readonly trends: ReadonlyMap<PatientId, TrendUpdate>;
  /** Open requests from before the update that are answered now. */
  readonly answered: ReadonlyMap<PatientId, readonly EventId[]>;
  readonly scoreAt: (patientId: PatientId, atMs: number) => Score | undefined;
}

export interface SaveFacts {
  readonly knownAt: Instant;
  /** Whether the sets of the batch come again until what they caused is on the log. */
  readonly setsComeAgain: boolean;
}

/**
 * What is published of patients' histories: scores, signals and requests, each once, revised when something else becomes
 * known, and withdrawn when it turns out never to have been.
 *
 * To be used under the lock on the patients. An event is stored in the transaction that decides it, then published. Nothing
 * is lost in between: what an observation set decided is read back when the set comes again, everything else waits in the
 * outbox. So something may be published twice, with the same id and revision; and a revision may come to the log after a
 * higher one of the same id, which its readers have to expect of a log anyway.
 */
export class OutgoingEventsService {
  readonly #signals = new PublishedEventsStore<Signal>('signal');
  readonly #requests = new PublishedEventsStore<MeasurementRequest>('request');
  readonly #superseded = new SupersededStore();
  readonly #log: EventLog;
  readonly #outbox: Pick<Outbox, 'stage' | 'publish'>;

  constructor(log: EventLog, outbox: Pick<Outbox, 'stage' | 'publish'>) {
    this.#log = log;
    this.#outbox = outbox;
  }

  /** The signals and requests that follow from updates, where the scores of the patients are those that are given. */
  async conditions(
    client: PoolClient,
    updates: readonly TimelineUpdate[],
    { trends, answered, scoreAt }: ConditionFacts,
  ): Promise<Omit<EventChanges, 'scores'>> {
    const signals = await this.#publishedSignals(client, updates, trends);
    const requests = await this.#publishedRequests(client, updates, { trends, answered });
    return {
      signals: updates.flatMap((update) =>
        signalChanges(update, trends.get(update.patientId), {
          published: signals.get(update.patientId) ?? [],
          scoreAt: (atMs) => scoreAt(update.patientId, atMs),
        }),
      ),
      requests: updates.flatMap((update) =>
        requestChanges(update, trends.get(update.patientId), {
          published: requests.get(update.patientId) ?? [],
          answered: answered.get(update.patientId) ?? [],
        }),
      ),
    };
  }

  /** Writes events, scores excepted, which are stored with their entries; and stages what does not come again. */
  async save(
    client: PoolClient,
    { scores, signals, requests }: EventChanges,
    { knownAt, setsComeAgain }: SaveFacts,
  ): Promise<Outgoing> {
    if (signals.length > 0) await this.#signals.save(client, signals, knownAt);
    if (requests.length > 0) await this.#requests.save(client, requests, knownAt);
    const replaced = [
      ...scores.flatMap(({ replaced: one }) => (one === undefined ? [] : [{ ...one, topic: 'scores' as const }])),
      ...signals.flatMap(({ replaced: one }) => (one === undefined ? [] : [{ ...one, topic: 'signals' as const }])),
      ...requests.flatMap(({ replaced: one }) => (one === undefined ? [] : [{ ...one, topic: 'requests' as const }])),
    ];
    if (replaced.length > 0) await this.#superseded.keep(client, replaced);
    // Signals first: a reader in this order hears of an alert before the bulk of scores.
    const going = [
      await this.#going(client, 'signals', { changes: signals, setsComeAgain }),
      await this.#going(client, 'requests', { changes: requests, setsComeAgain }),
      await this.#going(client, 'scores', { changes: scores, setsComeAgain }),
    ];
    return { records: going.flatMap(({ records }) => records), staged: going.some(({ staged }) => staged) };
  }

  /** Stages whether patients are scored, by which plans, and why not. */
  async stageStatuses(client: PoolClient, statuses: readonly ScoringStatus[]): Promise<void> {
    const records = statuses.map((event) => ({ key: event.patientId, event }));
    await this.#outbox.stage(client, 'scoring-status', records);
  }

  /** The signals and requests that these causes gave, as far as nothing has changed them since. */
  async causedBy(client: PoolClient, causes: readonly EventId[]): Promise<readonly OutgoingRecord[]> {
    const signals = await this.#signals.causedBy(client, causes);
    const requests = await this.#requests.causedBy(client, causes);
    return [
      ...signals.map(({ event, text }) => ({ topic: 'signals' as const, key: event.patientId, value: text })),
      ...requests.map(({ event, text }) => ({ topic: 'requests' as const, key: event.patientId, value: text })),
    ];
  }

  /** Brings what was decided to the log. To be called after the commit; rejects where the cause has to come again. */
  async publish({ records, staged }: Outgoing): Promise<void> {
    if (records.length > 0) await this.#log.publish(records);
    if (staged) await this.#outbox.publish();
  }

  /** Stages what does not come again; the rest is to be published at once. */
  async #going<Topic extends 'scores' | 'signals' | 'requests'>(
    client: PoolClient,
    topic: Topic,
    {
      changes,
      setsComeAgain,
    }: { readonly changes: readonly EventChange<EventOn<Topic>>[]; readonly setsComeAgain: boolean },
  ): Promise<Outgoing> {
    const records: OutgoingRecord[] = [];
    const waiting: { readonly key: string; readonly event: EventOn<Topic> }[] = [];
    for (const { event, text, comesAgain, goesOut } of changes) {
      if (!goesOut) continue;
      if (comesAgain && setsComeAgain) records.push({ topic, key: event.patientId, value: text });
      else waiting.push({ key: event.patientId, event });
    }
    if (waiting.length > 0) await this.#outbox.stage(client, topic, waiting);
    return { records, staged: waiting.length > 0 };
  }

  async #publishedSignals(
    client: PoolClient,
    updates: readonly TimelineUpdate[],
    trends: ReadonlyMap<PatientId, TrendUpdate>,
  ): Promise<ReadonlyMap<PatientId, readonly PublishedEvent<Signal>[]>> {
    const ranges = comparedRanges(updates, trends);
    if (ranges.length === 0) return new Map();
    return Map.groupBy(await this.#signals.since(client, ranges), ({ event }) => event.patientId);
  }

  async #publishedRequests(
    client: PoolClient,
    updates: readonly TimelineUpdate[],
    { trends, answered }: Pick<ConditionFacts, 'trends' | 'answered'>,
  ): Promise<ReadonlyMap<PatientId, readonly PublishedEvent<MeasurementRequest>[]>> {
    const ranges = comparedRanges(updates, trends);
    const ids = [...answered.values()].flat();
    const published = [
      ...(ranges.length === 0 ? [] : await this.#requests.since(client, ranges)),
      ...(ids.length === 0 ? [] : await this.#requests.byId(client, ids)),
    ];
    return Map.groupBy(published, ({ event }) => event.patientId);
  }
}

/** From when on what was published of each patient is held against what is true now; none where everything is news. */
function comparedRanges(
  updates: readonly TimelineUpdate[],
  trends: ReadonlyMap<PatientId, TrendUpdate>,
): readonly Range[] {
  return updates.flatMap(({ patientId, fromMs, previousFurthestMs }) => {
    const earliestMs = Math.min(fromMs, trends.get(patientId)?.fromMs ?? Infinity);
    return earliestMs <= previousFurthestMs ? [{ patientId, fromMs: earliestMs }] : [];
  });
}
