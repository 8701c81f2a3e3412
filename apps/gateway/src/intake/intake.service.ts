import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#libs/clock';
import { instant, type PatientId, type Receipt } from '#libs/contracts';
import type { EventLog } from '#libs/event-log';
import type { Logger } from '#libs/telemetry';
import type { AllowancesService } from '../allowances/allowances.service.ts';
import type { DeviceHoldingService } from '../device-holding/device-holding.service.ts';
import type { GatewaysService } from '../gateways/gateways.service.ts';
import { type LatenessHours, leastLatenessHours } from '../monitoring-plans/lateness-hours.ts';
import type { LatenessService } from '../monitoring-plans/lateness.service.ts';
import type { RegistrationDelay } from '../registrations/registration-delay.service.ts';
import type { Arrival } from './arrival.ts';
import { type ArrivalContent, readArrival } from './arrival-content.ts';
import { type ArrivalOutcome, decideArrival } from './arrival-decision.ts';
import { contentByClock } from './clock-correction.ts';
import { FairQueue } from './fair-queue.ts';
import type { DecodeLimits } from './formats/decoded-message.ts';
import type { IntakeMetrics } from './intake-metrics.service.ts';
import type { DeviceFacts, SeenMessage } from './message-decision.ts';
import type { MessageKey, MessagesStore } from './messages.store.ts';
import { NewsWait } from './news-wait.ts';
import { nextBatch } from './next-batch.ts';
import { QuarantineRepeats, type RepeatsInBatch } from './quarantine-repeats.ts';
import { outgoingEvents } from './outgoing-events.ts';
import { isOfUseToPeople } from './quarantined-event.ts';
import { type MessageBeginning, UnreadableFlood } from './unreadable-flood.service.ts';

export interface IntakeOptions {
  readonly limits: DecodeLimits;
  readonly maxBatchMessages: number;
  /** How long a message waits for news of its device or gateway, in milliseconds. */
  readonly newsWaitMs: number;
}

export interface IntakeParts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly messages: MessagesStore;
  readonly devices: DeviceHoldingService;
  readonly gateways: GatewaysService;
  readonly registrations: RegistrationDelay;
  readonly lateness: LatenessService;
  readonly allowances: AllowancesService;
  readonly metrics: IntakeMetrics;
  readonly logger: Logger;
}

/** After this a message whose time is up is looked at again, while what is known of devices may be behind the log. */
const lookAgainMs = 1_000;

/** A message in hand. */
interface Queued {
  readonly arrival: Arrival;
  /** Undefined where it has not been read yet. */
  readonly content: ArrivalContent | undefined;
  /** Until when it may wait for news, by `performance.now()`. */
  readonly waitsUntil: number;
  readonly resolve: (receipt: Receipt | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** A message of a batch. */
interface Pending extends Queued {
  readonly content: ArrivalContent;
}

/**
 * Takes messages from gateways, whichever way they came: decides what becomes of each, and puts it on the log.
 *
 * Guarantee: `take` resolves only when everything that follows from the message is on the log and its message id is
 * written down; a crash at any point before that means that the sender sends again, and at worst puts the same sets
 * with the same ids on the log twice. A repeat with the same content is a duplicate and is not published again.
 * Gap: two replicas that are sent the same message at the same moment may both publish it, under the same ids.
 *
 * Whatever arrived while one batch was on its way is the next batch: under load they grow, and where one message at a time
 * comes none waits. One batch is in hand at a time, so what was written down for one is seen by the next. Gateways take turns, and
 * a backlog of one is taken in small parts (`next-batch.ts`).
 */
export class IntakeService {
  readonly #parts: IntakeParts;
  readonly #options: IntakeOptions;
  /** By gateway, whose messages take turns. */
  readonly #queue = new FairQueue<Queued>();
  readonly #waiting: NewsWait<Pending>;
  readonly #repeats = new QuarantineRepeats();
  readonly #flood: UnreadableFlood;
  /** How many messages have come since the last batch was over. */
  #arrived = 0;
  #draining = false;
  #running: Promise<void> | undefined;

  constructor(parts: IntakeParts, options: IntakeOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#flood = new UnreadableFlood(parts.allowances, parts.metrics, options.limits);
    this.#waiting = new NewsWait((pending) => {
      this.#enqueue(pending);
    });
    const newsCame = () => {
      this.#waiting.newsCame();
    };
    parts.devices.onNews(newsCame);
    parts.gateways.onNews(newsCame);
    parts.metrics.observeInFlight(() => this.#queue.size + this.#waiting.size);
  }

  /**
   * Takes a message for good. Resolves with the receipt, or with undefined where there is none (a status that was
   * accepted).
   *
   * @throws whatever the log or the database failed with; the message is then not taken, and may be sent again.
   */
  take(arrival: Arrival): Promise<Receipt | undefined> {
    // Here rather than in the batch: while one is on its way, this process has time to read the next. Those that fill more
    // than that are read in their turn: a backlog is to be taken off the connection, where it stands in the way of others.
    const isOfNext = this.#queue.size < this.#options.maxBatchMessages;
    const isOfFlood = this.#flood.isOf(arrival.gatewayId);
    const payloadBytes = arrival.payload.length;
    // Most that are none are found out so, and need not be parsed.
    const refused = isOfFlood
      ? this.#flood.refuseByBeginning({ ...arrival, payloadBytes, beginning: arrival.payload })
      : undefined;
    if (refused !== undefined) return Promise.resolve(refused);
    const content = isOfNext || isOfFlood ? readArrival(arrival, this.#options.limits) : undefined;
    if (isOfFlood && content !== undefined && isUnreadable(content))
      return Promise.resolve(this.#flood.refuse({ ...arrival, payloadBytes }, content.message.reasons));
    const waitsUntil = performance.now() + this.#options.newsWaitMs;
    return new Promise((resolve, reject) => {
      this.#enqueue([{ arrival, content: isOfNext ? content : undefined, waitsUntil, resolve, reject }]);
    });
  }

  /**
   * Refuses a message for good by its beginning, where it is one of more than are kept that cannot be read.
   *
   * @returns its receipt; undefined where it is to be read whole, and then to be taken.
   */
  refuseByBeginning(message: MessageBeginning): Receipt | undefined {
    return this.#flood.refuseByBeginning(message);
  }

  /** Resolves once nothing is in hand any more. Those that wait for news wait no longer. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.#waiting.release();
    while (this.#running !== undefined) await this.#running;
  }

  #enqueue(queued: readonly Queued[]): void {
    this.#arrived += queued.length;
    for (const one of queued) this.#queue.push(one.arrival.gatewayId, one);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    // Lets everything that was read from the sockets in this turn join the first batch.
    await new Promise(setImmediate);
    const { maxBatchMessages } = this.#options;
    let mostOfEach = maxBatchMessages;
    while (this.#queue.size > 0) {
      const startedAt = performance.now();
      const batch = this.#queue.take(maxBatchMessages, mostOfEach);
      try {
        await this.#takeBatch(batch.map((queued) => this.#read(queued)));
      } catch (error) {
        this.#parts.metrics.failed(batch.length);
        this.#parts.registrations.logWasAway();
        this.#parts.logger.error({ event: 'intake-failed', messages: batch.length, err: error }, 'Messages not taken');
        for (const { reject } of batch) reject(error);
      }
      // Lets what was acknowledged just now be answered by the next message before it is known how many wait.
      await new Promise(setImmediate);
      const next = nextBatch({
        messages: batch.length,
        tookMs: performance.now() - startedAt,
        arrived: this.#arrived,
        waiting: this.#queue.size,
        maxBatchMessages,
      });
      this.#arrived = 0;
      mostOfEach = next.mostOfEach;
      if (next.restMs > 0) await pause(next.restMs);
    }
    this.#running = undefined;
  }

  #read(queued: Queued): Pending {
    const { content = readArrival(queued.arrival, this.#options.limits) } = queued;
    return { ...queued, content };
  }

  async #takeBatch(batch: readonly Pending[]): Promise<void> {
    const { log, clock, messages, metrics } = this.#parts;
    const { news } = this.#waiting;
    const decided = await this.#decide(batch);
    const repeats = this.#repeats.counting();
    const settled = this.#withinAllowances(
      decided.filter(({ waits }) => !waits),
      repeats,
    );
    this.#waiting.add(
      decided.filter(({ waits }) => waits).map(({ pending }) => pending),
      news,
    );
    const records = settled.flatMap(({ outcome, pending }) => outgoingEvents(outcome, pending.arrival.trace));
    const startedAt = performance.now();
    if (records.length > 0) await log.publish(records);
    const publishSeconds = (performance.now() - startedAt) / 1000;
    const taken = settled.flatMap(({ outcome }) => (outcome.taken === undefined ? [] : [outcome.taken]));
    if (taken.length > 0) await messages.remember(taken, instant(clock.now()));
    this.#repeats.remember(repeats);
    this.#countVolumes(settled);
    for (const { pending, outcome } of settled) pending.resolve(outcome.receipt);
    metrics.batch(
      settled.map(({ outcome }) => outcome),
      publishSeconds,
    );
  }

  /** What becomes of each, in order: a message that stands twice in one batch is a duplicate the second time. */
  async #decide(batch: readonly Pending[]): Promise<readonly Decided[]> {
    // Before the facts are read, and only where time is up for one of them: it costs a question to the log.
    const isBehind =
      batch.some(({ waitsUntil }) => waitsUntil <= performance.now()) &&
      (await this.#parts.registrations.mayBeBehind());
    const facts = await this.#factsOf(batch);
    const now = performance.now();
    return batch.map((message) => {
      const pending = isBehind ? { ...message, waitsUntil: Math.max(message.waitsUntil, now + lookAgainMs) } : message;
      const { arrival } = pending;
      const correction = facts.devices.get(arrival.deviceId)?.clockCorrection ?? null;
      const content = contentByClock(arrival, pending.content, { correction, limits: this.#options.limits });
      const key = content.kind === 'observations' ? keyOf(arrival.deviceId, content.message.messageId) : '';
      const outcome = decideArrival(arrival, content, {
        gatewayAdmitted: facts.gateways.has(arrival.gatewayId),
        device: facts.devices.get(arrival.deviceId),
        seen: facts.seen.get(key) ?? [],
        latenessHours: facts.latenessHours,
        volumeUsedUp: this.#parts.allowances.refusalOf(arrival.gatewayId),
      });
      const waits = outcome.mayPass && !this.#draining && now < pending.waitsUntil && !this.#waiting.isFull;
      if (outcome.taken !== undefined && !waits) facts.seen.set(key, [...(facts.seen.get(key) ?? []), outcome.taken]);
      return { pending, outcome, waits, isAdmitted: facts.gateways.has(arrival.gatewayId) };
    });
  }

  /** Leaves off the log what is quarantined over and over, or beyond what a gateway's day may have of it. */
  #withinAllowances(settled: readonly Decided[], repeats: RepeatsInBatch): readonly Decided[] {
    const { allowances, metrics } = this.#parts;
    return settled.map((decided) => {
      const { quarantined, isRefusedByVolume } = decided.outcome;
      if (quarantined === undefined) return decided;
      const timesReceived = repeats.count(quarantined.id);
      const isOfUse = isOfUseToPeople(quarantined);
      const { content, arrival } = decided.pending;
      const unreadableBytes = isUnreadable(content) ? arrival.payload.length : undefined;
      const of = { isOfUse, unreadableBytes };
      const keeps = isRefusedByVolume || allowances.keepsQuarantined(volumeOwner(decided), of);
      if (!keeps) metrics.quarantineNotKept();
      const kept =
        !keeps || timesReceived === undefined
          ? undefined
          : { ...quarantined, ...(timesReceived > 1 && { timesReceived }) };
      return { ...decided, outcome: { ...decided.outcome, quarantined: kept } };
    });
  }

  /** Counts what was taken against its gateway's day. */
  #countVolumes(settled: readonly Decided[]): void {
    for (const decided of settled) {
      const { quarantined, isRefusedByVolume } = decided.outcome;
      this.#parts.allowances.count(volumeOwner(decided), {
        messages: 1,
        bytes: isRefusedByVolume ? 0 : decided.pending.arrival.payload.length,
        quarantined: quarantined === undefined || isRefusedByVolume ? 0 : 1,
        refused: isRefusedByVolume ? 1 : 0,
      });
    }
  }

  async #factsOf(batch: readonly Pending[]) {
    const keys: MessageKey[] = [];
    const deviceIds = new Set<string>();
    const gatewayIds = new Set<string>();
    for (const { arrival, content } of batch) {
      gatewayIds.add(arrival.gatewayId);
      if (content.kind !== 'unreadable') deviceIds.add(arrival.deviceId);
      if (content.kind === 'observations')
        keys.push({ deviceId: arrival.deviceId, messageId: content.message.messageId });
    }
    const [found, devices, gateways] = await Promise.all([
      this.#parts.messages.findSeen(keys),
      this.#parts.devices.find([...deviceIds]),
      this.#parts.gateways.admitted([...gatewayIds]),
    ]);
    const seen = new Map<string, readonly SeenMessage[]>();
    for (const [index, { deviceId, messageId }] of keys.entries())
      seen.set(keyOf(deviceId, messageId), found[index] ?? []);
    return { seen, devices, gateways, latenessHours: await this.#latenessOf(batch, devices) };
  }

  /** Mostly without a look-up: only those with a reading that some plan might call too late are asked about. */
  #latenessOf(batch: readonly Pending[], devices: ReadonlyMap<string, DeviceFacts>): Promise<LatenessHours> {
    const recent = instant(this.#parts.clock.now().getTime() - leastLatenessHours * 3_600_000);
    const patientIds = new Set<PatientId>();
    for (const { arrival, content } of batch) {
      if (content.kind !== 'observations') continue;
      for (const { takenAt } of [...content.message.readings, ...content.message.refused]) {
        const patientId = takenAt < recent ? devices.get(arrival.deviceId)?.holderAt(takenAt) : undefined;
        if (patientId !== undefined) patientIds.add(patientId);
      }
    }
    return this.#parts.lateness.of([...patientIds]);
  }
}

interface Decided {
  readonly pending: Pending;
  readonly outcome: ArrivalOutcome;
  readonly waits: boolean;
  /** Whether its gateway is registered and its credential holds. */
  readonly isAdmitted: boolean;
}

/** Where another broker vouches for topics, these may name any number of gateways: those count as one. */
const volumeOwner = ({ pending, isAdmitted }: Decided): string =>
  isAdmitted ? pending.arrival.gatewayId : notAdmitted;

/** No gateway can have this id. */
const notAdmitted = '(not admitted)';

/** Neither id can hold a line feed. */
const keyOf = (deviceId: string, messageId: string): string => `${deviceId}\n${messageId}`;

/** Whether not even its message id can be read. */
const isUnreadable = (content: ArrivalContent): content is Extract<ArrivalContent, { kind: 'unreadable' }> =>
  content.kind === 'unreadable' && content.message.messageId === null;
