import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#libs/clock';
import { deviceTopic, type Instant, instant, type MeasurementRequest, type PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import type { DueTimer, Timers } from '#libs/timers';
import type { BeforeApplicationShutdown, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { DeviceHoldingService } from '../device-holding/device-holding.service.ts';
import type { MqttIntakeService } from '../mqtt-intake/mqtt-intake.service.ts';
import { addressees, newestOfEach } from './request-addressees.ts';
import type { RequestMetrics } from './request-metrics.service.ts';
import type { ClaimOptions, OutgoingRequest, RequestsStore } from './requests.store.ts';

export interface RequestsParts {
  readonly database: Database;
  readonly timers: Timers;
  readonly store: RequestsStore;
  readonly devices: DeviceHoldingService;
  readonly mqtt: Pick<MqttIntakeService, 'deliver' | 'onListening' | 'reachable'>;
  readonly clock: Clock;
  readonly metrics: RequestMetrics;
  readonly logger: Logger;
}

/** How often it is looked for what another replica has taken in for a gateway that is connected here. */
const lookEveryMs = 1000;
/** For how long a replica may try to send a request before it is sent again. */
const retryAfterMs = 15_000;
const expiry = 'request-expiry';
const retry = 'request-retry';
const mostAtOnce = 200;
/** At the end, for so long the last acknowledgements may take. */
const lastAcknowledgementsMs = 2000;

/**
 * Sends requests to measure to the devices that the patient has when they are asked.
 *
 * Guarantee: a request that was taken reaches each of its devices at least once, at QoS 1, whenever its gateway listens
 * before it expires, whatever is restarted meanwhile; once in the normal case, and its id lets a device drop a repeat.
 * Nothing is sent that has expired by the clock, was answered or was withdrawn, in whatever order that became known. Gap:
 * with a remote broker its acknowledgement is all we get, and a gateway that is away gets the request only if that broker
 * keeps a session for it.
 */
export class RequestsService implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly #parts: RequestsParts;
  readonly #inFlight = new Map<string, Promise<void>>();
  #looking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  /** A look that has yet to begin will see everything that waits by then. */
  #lookQueued = false;
  #stopped = false;

  constructor(parts: RequestsParts) {
    this.#parts = parts;
    const { store, timers, metrics } = parts;
    timers.register({
      kind: expiry,
      onDue: async (client, due) => {
        const requests = due.map(({ subject, revision }) => ({ requestId: subject, revision }));
        metrics.count('expired', await store.deleteExpired(client, requests));
      },
    });
    timers.register({
      kind: retry,
      onDue: (client, due) => store.sendAgain(client, due.map(deliveryOf)),
    });
    parts.mqtt.onListening((gatewayId) => {
      this.#look([gatewayId]);
    });
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#look();
    }, lookEveryMs).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
  }

  async beforeApplicationShutdown(): Promise<void> {
    // Deliveries end when the connections do, which happens meanwhile.
    await Promise.race([
      Promise.allSettled(this.#inFlight.values()),
      pause(lastAcknowledgementsMs, undefined, { ref: false }),
    ]);
  }

  /** Takes in what the log says of requests, in whatever order their revisions come. */
  async take(requests: readonly MeasurementRequest[]): Promise<void> {
    const { store, database, timers, clock, metrics } = this.#parts;
    const now = instant(clock.now());
    // A clinician is asked by the service that has the tasks.
    const ours = newestOfEach(requests).filter(({ asks }) => asks !== 'clinician');
    const live = ours.filter(({ expiresAt }) => expiresAt > now);
    metrics.count('expired', ours.filter(({ state, expiresAt }) => state === 'asked' && expiresAt <= now).length);
    if (live.length === 0) return;
    const deliveries = await this.#addressed(
      live.filter(({ state }) => state === 'asked'),
      now,
    );
    await database.transaction(async (client) => {
      const newer = await store.saveNewer(client, live);
      const dueAt = live
        .filter(({ id }) => newer.has(id))
        .map(({ id, revision, expiresAt }) => ({ kind: expiry, subject: id, revision, dueAt: new Date(expiresAt) }));
      await timers.schedule(client, dueAt);
      const settled = live.filter(({ id, state }) => state !== 'asked' && newer.has(id));
      if (settled.length > 0)
        await store.removeDeliveries(
          client,
          settled.map(({ id }) => id),
        );
      const asked = deliveries.filter(({ requestId }) => newer.has(requestId));
      if (asked.length > 0) await store.addDeliveries(client, asked);
    });
    if (deliveries.length > 0) this.#look();
  }

  async #addressed(requests: readonly MeasurementRequest[], now: Instant): Promise<readonly OutgoingRequest[]> {
    if (requests.length === 0) return [];
    const { devices, logger, metrics } = this.#parts;
    const patientIds = new Set<PatientId>(requests.map(({ patientId }) => patientId));
    const held = await devices.heldBy([...patientIds], now);
    return requests.flatMap((request) => {
      const asked = addressees(request, held.get(request.patientId) ?? []);
      if (asked.length === 0) {
        metrics.count('without-device', 1);
        const { id: requestId, asks, why } = request;
        logger.info({ event: 'request-without-device', requestId, asks, why }, 'No device to send a request to');
      }
      return asked.map(({ device: { deviceId, gatewayId }, message }) => ({
        requestId: request.id,
        deviceId,
        gatewayId,
        revision: request.revision,
        message,
      }));
    });
  }

  /** Sends what waits, after any look that is under way. `listening`: gateways that have just begun to listen. */
  #look(listening?: readonly string[]): void {
    if (listening === undefined && this.#lookQueued) return;
    this.#lookQueued ||= listening === undefined;
    this.#looking = this.#looking
      .then(() => {
        if (listening === undefined) this.#lookQueued = false;
        return this.#sendWaiting(listening);
      })
      .catch((error: unknown) => {
        this.#parts.logger.warn({ event: 'requests-not-sent', err: error }, 'Requests could not be looked up');
      });
  }

  async #sendWaiting(listening: readonly string[] | undefined): Promise<void> {
    const { store, clock, mqtt } = this.#parts;
    if (this.#stopped) return;
    // Mostly nothing does, and there may be thousands of gateways to ask for.
    if (listening === undefined && !(await store.isWaiting())) return;
    const gatewayIds = listening ?? mqtt.reachable();
    if (gatewayIds?.length === 0) return;
    const now = instant(clock.now());
    let claimed: readonly OutgoingRequest[];
    // What is being sent to a gateway that has just begun to listen is claimed again and again, so once is enough.
    do {
      claimed = await this.#claim({ gatewayIds, evenSending: listening !== undefined, now, limit: mostAtOnce });
      for (const request of claimed) this.#send(request, now);
    } while (claimed.length === mostAtOnce && listening === undefined);
  }

  /** The timer that sends again is made with the claim, so that a crash in between loses nothing. */
  #claim(options: ClaimOptions): Promise<readonly OutgoingRequest[]> {
    const { store, database, timers } = this.#parts;
    return database.transaction(async (client) => {
      const claimed = await store.claim(client, options);
      const dueAt = new Date(Date.parse(options.now) + retryAfterMs);
      await timers.schedule(
        client,
        claimed.map(({ requestId, deviceId, revision }) => {
          return { kind: retry, subject: `${requestId} ${deviceId}`, revision, dueAt };
        }),
      );
      return claimed;
    });
  }

  #send(request: OutgoingRequest, now: Instant): void {
    const key = `${request.requestId}\n${request.deviceId}`;
    if (this.#inFlight.has(key)) return;
    const { store, mqtt, metrics, logger } = this.#parts;
    const { requestId, deviceId, gatewayId, message } = request;
    const expiresInSeconds = Math.ceil((Date.parse(message.expiresAt) - Date.parse(now)) / 1000);
    const topic = deviceTopic(gatewayId, deviceId, 'requests');
    const sending = mqtt
      .deliver({ gatewayId, topic, payload: JSON.stringify(message), expiresInSeconds })
      .then(async (delivered) => {
        if (!delivered) return;
        await store.sent(request);
        metrics.count('sent', 1);
        logger.info({ event: 'request-sent', requestId, deviceId, gatewayId }, 'A device was asked to measure');
      })
      .catch((error: unknown) => {
        const facts = { event: 'request-not-sent', requestId, deviceId, gatewayId, err: error };
        logger.warn(facts, 'A request was not sent; trying again until it expires');
      })
      .finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, sending);
  }
}

/** Which delivery a timer for sending again is about. */
function deliveryOf({ subject, revision }: Pick<DueTimer, 'subject' | 'revision'>) {
  const [requestId = '', deviceId = ''] = subject.split(' ');
  return { requestId, deviceId, revision };
}
