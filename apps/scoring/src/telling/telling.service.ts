import type { EventId, Instant, MeasurementRequest, PatientId, Score, Signal } from '#libs/contracts';
import type { EventLog, OutgoingRecord } from '#libs/event-log';
import type { PoolClient } from 'pg';
import { OutboxStore } from './outbox.store.ts';
import { SupersededStore } from './superseded.store.ts';
import {
  type ChangedHistory,
  type ChangedTrends,
  type KeptEvent,
  requestsToTell,
  scoresToTell,
  signalsToTell,
  type Told,
} from './tellings.ts';
import { type Range, ToldEventsStore } from './told-events.store.ts';

export type { ChangedHistory, ChangedTrends, KeptEvent, Told } from './tellings.ts';

/** Everything that a batch has to tell. */
export interface ToldEvents {
  readonly scores: readonly Told<Score>[];
  readonly signals: readonly Told<Signal>[];
  readonly requests: readonly Told<MeasurementRequest>[];
}

/** Records for the log, and the numbers under which some of them wait in the outbox. */
export interface Outgoing {
  readonly records: readonly OutgoingRecord[];
  readonly staged: readonly string[];
}

/** So many records are brought to the log at a time when they were left over. */
const relayRecords = 500;
/** Whoever staged something brings it to the log within far less than this, or has failed. */
const leftOverAfterSeconds = 5;

/**
 * What is told of patients' histories: scores, signals and requests, each once, revised when something else becomes known,
 * and taken back when it turns out never to have been.
 *
 * To be used under the lock on the patients. What is told is stored in the transaction that decides it, then published.
 * Nothing is lost in between: what an observation set decided is read back when the set comes again, and everything else
 * waits in the outbox until it is known to be on the log. So something may be told twice, with the same id and revision; and
 * a revision may come to the log after a higher one of the same id, which its readers have to expect of a log anyway.
 */
export class TellingService {
  readonly #signals = new ToldEventsStore<Signal>('signal');
  readonly #requests = new ToldEventsStore<MeasurementRequest>('request');
  readonly #superseded = new SupersededStore();
  readonly #outbox = new OutboxStore();
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** @param kept what has been told of the patients' scores from when on their histories may differ. */
  scores(changed: readonly ChangedHistory[], kept: readonly KeptEvent<Score>[]): readonly Told<Score>[] {
    if (kept.length === 0) return changed.flatMap((one) => scoresToTell(one, []));
    const byPatient = Map.groupBy(kept, ({ event }) => event.patientId);
    return changed.flatMap((one) => scoresToTell(one, byPatient.get(one.patientId) ?? []));
  }

  /** The signals and requests that follow, where the scores of the patients are those that are given. */
  async conditions(
    client: PoolClient,
    changed: readonly ChangedHistory[],
    {
      trends,
      scoreAt,
    }: {
      readonly trends: ReadonlyMap<PatientId, ChangedTrends>;
      readonly scoreAt: (patientId: PatientId, atMs: number) => Score | undefined;
    },
  ): Promise<Omit<ToldEvents, 'scores'>> {
    const keptSignals = await this.#keptSignals(client, changed, trends);
    const keptRequests = await this.#keptRequests(client, changed);
    return {
      signals: changed.flatMap((one) =>
        signalsToTell(one, trends.get(one.patientId), {
          kept: keptSignals.get(one.patientId) ?? [],
          scoreAt: (atMs) => scoreAt(one.patientId, atMs),
        }),
      ),
      requests: changed.flatMap((one) => requestsToTell(one, keptRequests.get(one.patientId) ?? [])),
    };
  }

  /** Writes what is told, scores excepted, which stand with their moments; and stages what does not come again. */
  async save(client: PoolClient, { scores, signals, requests }: ToldEvents, knownAt: Instant): Promise<Outgoing> {
    if (signals.length > 0) await this.#signals.save(client, signals, knownAt);
    if (requests.length > 0) await this.#requests.save(client, requests, knownAt);
    const replaced = [
      ...scores.flatMap(({ replaced: one }) => (one === undefined ? [] : [{ ...one, topic: 'scores' as const }])),
      ...signals.flatMap(({ replaced: one }) => (one === undefined ? [] : [{ ...one, topic: 'signals' as const }])),
      ...requests.flatMap(({ replaced: one }) => (one === undefined ? [] : [{ ...one, topic: 'requests' as const }])),
    ];
    if (replaced.length > 0) await this.#superseded.keep(client, replaced);
    // Signals first: whoever reads in this order hears of an alert before the bulk of scores.
    const going = [
      ...recordsOf('signals', signals),
      ...recordsOf('requests', requests),
      ...recordsOf('scores', scores),
    ];
    const staging = going.filter(({ comesAgain }) => !comesAgain).map(({ record }) => record);
    const staged = staging.length === 0 ? [] : await this.#outbox.stage(client, staging);
    return { records: going.map(({ record }) => record), staged };
  }

  /** The signals and requests that these causes gave, as far as nothing has changed them since, for telling them again. */
  async causedBy(client: PoolClient, causes: readonly EventId[]): Promise<readonly OutgoingRecord[]> {
    const signals = await this.#signals.causedBy(client, causes);
    const requests = await this.#requests.causedBy(client, causes);
    return [
      ...signals.map(({ event, text }) => ({ topic: 'signals' as const, key: event.patientId, value: text })),
      ...requests.map(({ event, text }) => ({ topic: 'requests' as const, key: event.patientId, value: text })),
    ];
  }

  /** What waits in the outbox of these patients. */
  async staged(client: PoolClient, patientIds: readonly PatientId[]): Promise<Outgoing> {
    const waiting = await this.#outbox.of(client, patientIds);
    return { records: waiting.map(({ record }) => record), staged: waiting.map(({ id }) => id) };
  }

  /** Brings what was decided to the log. To be called after the commit. */
  async publish(client: Pick<PoolClient, 'query'>, { records, staged }: Outgoing): Promise<void> {
    await this.#log.publish(records);
    if (staged.length > 0) await this.#outbox.forget(client, staged);
  }

  /** Brings to the log what a crash, or a log that was away, has left in the outbox. */
  async relay(client: Pick<PoolClient, 'query'>): Promise<void> {
    let waiting;
    do {
      waiting = await this.#outbox.leftOver(client, { olderThanSeconds: leftOverAfterSeconds, most: relayRecords });
      if (waiting.length === 0) return;
      await this.publish(client, {
        records: waiting.map(({ record }) => record),
        staged: waiting.map(({ id }) => id),
      });
    } while (waiting.length === relayRecords);
  }

  async #keptSignals(
    client: PoolClient,
    changed: readonly ChangedHistory[],
    trends: ReadonlyMap<PatientId, ChangedTrends>,
  ): Promise<ReadonlyMap<PatientId, readonly KeptEvent<Signal>[]>> {
    const ranges = changed.flatMap(({ patientId, fromMs, toldUpToMs }): Range[] => {
      const earliestMs = Math.min(fromMs, trends.get(patientId)?.fromMs ?? Infinity);
      return earliestMs <= toldUpToMs ? [{ patientId, fromMs: earliestMs }] : [];
    });
    if (ranges.length === 0) return new Map();
    return Map.groupBy(await this.#signals.since(client, ranges), ({ event }) => event.patientId);
  }

  async #keptRequests(
    client: PoolClient,
    changed: readonly ChangedHistory[],
  ): Promise<ReadonlyMap<PatientId, readonly KeptEvent<MeasurementRequest>[]>> {
    const ranges = changed.filter(({ fromMs, toldUpToMs }) => fromMs <= toldUpToMs);
    const answered = changed.flatMap((one) => one.answered);
    const kept = [
      ...(ranges.length === 0 ? [] : await this.#requests.since(client, ranges)),
      ...(answered.length === 0 ? [] : await this.#requests.byId(client, answered)),
    ];
    return Map.groupBy(kept, ({ event }) => event.patientId);
  }
}

function recordsOf(
  topic: 'scores' | 'signals' | 'requests',
  told: readonly Told<Score | Signal | MeasurementRequest>[],
): readonly { readonly record: OutgoingRecord; readonly comesAgain: boolean }[] {
  return told.flatMap(({ event, text, comesAgain, goesOut }) =>
    goesOut ? [{ record: { topic, key: event.patientId, value: text }, comesAgain }] : [],
  );
}
