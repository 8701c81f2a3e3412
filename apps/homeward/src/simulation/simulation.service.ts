/**
 * Patients with a course of illness, at home with their devices. Their last hours come first, as quickly as the broker
 * takes them, each reading with the time at which it was taken; from then on they live at the chosen speed. Every message
 * goes out by MQTT with QoS 1 and is sent again until it is acknowledged. A later run begins where the last one ended, so
 * that no two runs have different readings of the same hour.
 */
import type { Clock } from '#libs/clock';
import { deviceTopic, type GatewayId, instant, type RequestMessage, type Role, type WardId } from '#libs/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { HomewardApi, type HomewardApiParts } from '../api/homeward-api.client.ts';
import { HomeGateway, type Traffic } from './home-gateway.client.ts';
import { answersTo } from './request-answers.ts';
import type { SimulatedDevice } from './course-of-illness.ts';
import { hubMessagesBetween, messagesBetween, payloadOf, type SimulatedMessage } from './simulated-messages.ts';
import { simulatedPatients, type SimulatedPatient } from './simulated-patient.ts';
import { hourAt, instantOf, type SimulatedTime } from './simulated-time.ts';
import { deviceIdOf, type SimulatedWard, SimulatedWardService } from './simulated-ward.service.ts';
import { SimulationRefusedError, SimulationUnreachableError } from './simulation-errors.ts';
import { SimulationJournalStore } from './simulation-journal.store.ts';

/** As much of a logger as is needed here; pino's fits. */
export interface SimulationLogger {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export interface SimulationOptions {
  /** `http://host:port` */
  readonly api: string;
  /** `mqtt://host:port` */
  readonly mqtt: string;
  /** `HOMEWARD_HOME`: `simulation.json` in it keeps the gateway's secret and how far the simulation has come. */
  readonly home: string;
  readonly tokenFor: (role: Role) => Promise<string>;
  readonly clock: Clock;
  readonly logger: SimulationLogger;
  readonly patients: number;
  readonly seed: number;
  /** Hours of illness in an hour of the clock. */
  readonly speed: number;
  /** How much of the past comes first. */
  readonly historyHours: number;
  /** By the clock; left out, it goes on until it is stopped. */
  readonly durationSeconds?: number | undefined;
  /** Called as patients are set up. */
  readonly onSetUp?: ((ready: number) => void) | undefined;
  /** Called once the ward and its patients are there; the first reading waits for it. */
  readonly onWardReady?: ((wardId: WardId) => Promise<void>) | undefined;
}

export interface SimulationReport extends Traffic {
  /** How far the illnesses have come: `historyHours` at the beginning of the run. */
  readonly hour: number;
  readonly patients: number;
}

export interface RunningSimulation {
  /** Where browsers would look: the ward that was filled. */
  readonly wardId: WardId;
  /** Of the simulated homes. */
  readonly gatewayId: GatewayId;
  readonly time: SimulatedTime;
  report(): SimulationReport;
  /** Resolves when the duration is over or it was stopped, and all is acknowledged; rejects if it had to give up. */
  readonly done: Promise<void>;
  /** Ends it; resolves like `done`. */
  stop(): Promise<void>;
}

const millisecondsBetweenLooks = 100;
/** A long history goes out in pieces, in the order in which it happened. */
const hoursAtOnce = 0.5;
const settleMilliseconds = 5000;
const journalEveryMilliseconds = 5000;

const errors: HomewardApiParts['errors'] = {
  refused: (refusal) => new SimulationRefusedError(refusal),
  unreachable: (origin, cause) => new SimulationUnreachableError(`the API at ${origin}`, cause),
};

/**
 * Sets up what is missing and begins.
 *
 * @throws SimulationRefusedError where the API does not let it.
 * @throws SimulationUnreachableError where there is no API or no broker.
 */
export async function startSimulation(options: SimulationOptions): Promise<RunningSimulation> {
  const journal = new SimulationJournalStore(options.home);
  const now = options.clock.now();
  const patients = simulatedPatients({ patients: options.patients, seed: options.seed, now });
  const historyFrom = new Date(now.getTime() - options.historyHours * 3_600_000);
  const wards = new SimulatedWardService(new HomewardApi({ ...options, errors }), journal);
  const ward = await wards.setUp({ patients, now, historyFrom, onProgress: options.onSetUp });
  await options.onWardReady?.(ward.wardId);
  const asked: AskedDevice[] = [];
  const gateway = await HomeGateway.connect({
    url: options.mqtt,
    ...ward.gateway,
    onRequest: (deviceId, request) => asked.push({ deviceId, request }),
  });
  const { lastTakenAt } = await journal.read();
  const simulation = new Simulation(options, { journal, ward, gateway, patients, asked, lastTakenAt });
  options.logger.info(
    { event: 'simulation-started', patients: patients.length, seed: options.seed, speed: options.speed },
    'The simulated patients are at home',
  );
  return simulation.begin();
}

interface AskedDevice {
  readonly deviceId: string;
  readonly request: RequestMessage;
}

interface SimulationParts {
  readonly journal: SimulationJournalStore;
  readonly ward: SimulatedWard;
  readonly gateway: HomeGateway;
  readonly patients: readonly SimulatedPatient[];
  /** Who has been asked to measure, and has not answered yet. */
  readonly asked: AskedDevice[];
  /** By an earlier run. */
  readonly lastTakenAt: string | undefined;
}

class Simulation {
  readonly #time: SimulatedTime;
  readonly #ending = new AbortController();
  readonly #deviceOf: ReadonlyMap<string, { readonly patient: SimulatedPatient; readonly device: SimulatedDevice }>;
  #hour = 0;
  #lastTakenAt: Date | undefined;
  #journalWrittenAt = performance.now();

  constructor(
    private readonly options: SimulationOptions,
    private readonly parts: SimulationParts,
  ) {
    const { clock, historyHours, speed } = options;
    this.#time = { beganAt: clock.now(), historyHours, speed };
    const { gatewayId } = parts.ward.gateway;
    this.#deviceOf = new Map(
      parts.patients.flatMap((patient) =>
        patient.course.devices.map((device) => [deviceIdOf(gatewayId, patient, device), { patient, device }] as const),
      ),
    );
  }

  begin(): RunningSimulation {
    const done = this.#live();
    // The caller may look at `done` only later.
    done.catch((error: unknown) => {
      this.options.logger.error({ event: 'simulation-failed', err: error }, 'The simulation gave up');
    });
    return {
      wardId: this.parts.ward.wardId,
      gatewayId: this.parts.ward.gateway.gatewayId,
      time: this.#time,
      done,
      report: () => ({ ...this.parts.gateway.traffic, hour: this.#hour, patients: this.parts.patients.length }),
      stop: async () => {
        this.#ending.abort();
        this.parts.gateway.refuseMore();
        await done;
      },
    };
  }

  async #live(): Promise<void> {
    const { historyHours, speed, durationSeconds, clock } = this.options;
    const endHour = durationSeconds === undefined ? Infinity : historyHours + (durationSeconds / 3600) * speed;
    try {
      while (!this.#ending.signal.aborted && this.#hour < endHour) {
        const reached = Math.min(hourAt(this.#time, clock.now()), endHour);
        const to = Math.min(reached, this.#hour + hoursAtOnce);
        if (to > this.#hour) await this.#publish(this.#hour, to);
        this.#hour = Math.max(this.#hour, to);
        if (to >= reached) {
          await this.#answer(reached);
          await this.#rest();
        }
      }
      await this.parts.gateway.settled(settleMilliseconds);
    } finally {
      await this.#writeJournal();
      await this.parts.gateway.close();
    }
  }

  async #rest(): Promise<void> {
    if (performance.now() - this.#journalWrittenAt > journalEveryMilliseconds) await this.#writeJournal();
    // A stop is no failure.
    await pause(millisecondsBetweenLooks, undefined, { signal: this.#ending.signal }).catch(() => undefined);
  }

  async #publish(from: number, to: number): Promise<void> {
    const messages = this.parts.patients
      .flatMap((patient) => [...hubMessagesBetween(patient, { from, to }), ...messagesBetween(patient, { from, to })])
      .toSorted((one, other) => one.hour - other.hour);
    for (const message of messages) {
      if (this.#ending.signal.aborted) return;
      await this.#send(message);
    }
  }

  /** Answers those who were asked while it happened; a request for the past, heard while history was sent, is out of date. */
  async #answer(hour: number): Promise<void> {
    const now = instant(this.options.clock.now());
    for (const { deviceId, request } of this.parts.asked.splice(0)) {
      const asked = this.#deviceOf.get(deviceId);
      if (asked === undefined || request.expiresAt <= now) continue;
      for (const answer of answersTo(request, asked, hour)) await this.#send(answer);
    }
  }

  async #send(message: SimulatedMessage): Promise<void> {
    const { ward, gateway, lastTakenAt } = this.parts;
    const takenAt = instantOf(this.#time, message.hour);
    const heldSince = ward.heldSince.get(message.patient)?.get(message.device);
    const isStop = lastTakenAt !== undefined && takenAt.toISOString() <= lastTakenAt;
    const isTheirs = heldSince !== undefined && takenAt.toISOString() >= heldSince;
    if (isStop || !isTheirs) return;
    const { gatewayId } = ward.gateway;
    const deviceId = deviceIdOf(gatewayId, message.patient, message.device);
    const payload = payloadOf(message, { run: this.#time.beganAt.toISOString(), deviceId, takenAt });
    await gateway.publish(
      deviceTopic(gatewayId, deviceId, message.channel),
      payload,
      message.channel === 'observations',
    );
    this.#lastTakenAt = takenAt;
  }

  async #writeJournal(): Promise<void> {
    this.#journalWrittenAt = performance.now();
    if (this.#lastTakenAt === undefined) return;
    const { journal, ward } = this.parts;
    await journal.write({ gateway: ward.gateway, lastTakenAt: instant(this.#lastTakenAt) });
  }
}
