/**
 * The process that puts the load on: connects as gateways, publishes on behalf of devices, and listens to /live as a
 * browser does. The bench tells it what to do by messages and gets one answer to each.
 */
import { LiveAlerts } from './live-alerts.ts';
import { MqttLoadClient } from './mqtt-load-client.ts';
import {
  firstObservationSet,
  type LoadDevice,
  observationSet,
  ReadingTimes,
  topicOf,
  wallClockMs,
} from './observation-messages.ts';
import { percentiles, type Percentiles } from './percentiles.ts';
import { pause } from './processes.ts';

export interface Connect {
  readonly kind: 'connect';
  readonly port: number;
  readonly gateways: readonly { readonly gatewayId: string; readonly secret: string }[];
  readonly devices: readonly LoadDevice[];
  /** In flight at most, on each connection. */
  readonly window: number;
}
export interface FlatOut {
  readonly kind: 'flat-out';
  readonly seconds: number;
}
export interface Steady {
  readonly kind: 'steady';
  readonly setsPerSecond: number;
  readonly seconds: number;
  /** Where alerts are to be heard of; without it no patient gets ill. */
  readonly live?: { readonly url: string; readonly token: string; readonly patients: number };
}
/** One set each with what is taken once. */
export interface FirstSets {
  readonly kind: 'first-sets';
}
export type Command = Connect | FlatOut | Steady | FirstSets;

export interface LoadResult {
  readonly sent: number;
  readonly seconds: number;
  /** From the publishing of the set that made a patient ill to the alert on /live, in milliseconds. */
  readonly readingToAlertMs?: Percentiles;
  readonly alertsMissed?: number;
  /** How often the connection to /live broke and was resumed. */
  readonly liveResumed?: number;
}

/** A connection, its devices in turn, and whose patients have become ill. */
interface Line {
  readonly client: MqttLoadClient;
  readonly devices: readonly LoadDevice[];
  readonly ill: Set<LoadDevice>;
  next: number;
}

class LoadGenerator {
  #lines: Line[] = [];
  #messages = 0;
  readonly #readingTimes = new ReadingTimes();
  readonly #run = `${String(process.pid)}-${String(Math.round(wallClockMs()))}`;

  async do(command: Command): Promise<LoadResult> {
    switch (command.kind) {
      case 'connect':
        return this.#connect(command);
      case 'first-sets':
        return this.#firstSets();
      case 'flat-out':
        return this.#flatOut(command.seconds);
      case 'steady':
        return this.#steady(command);
    }
  }

  async #connect({ port, gateways, devices, window }: Connect): Promise<LoadResult> {
    for (const { client } of this.#lines) client.close();
    this.#lines = await Promise.all(
      gateways.map(async ({ gatewayId, secret }) => ({
        client: await MqttLoadClient.connect({ port, user: gatewayId, password: secret, window }),
        devices: devices.filter((device) => device.gatewayId === gatewayId),
        ill: new Set<LoadDevice>(),
        next: 0,
      })),
    );
    return { sent: 0, seconds: 0 };
  }

  async #firstSets(): Promise<LoadResult> {
    let sent = 0;
    for (const { client, devices } of this.#lines) {
      for (const device of devices) {
        await client.room();
        client.publish(topicOf(device), firstObservationSet(this.#newId(), this.#readingTimes.next(device)));
        sent += 1;
      }
    }
    await this.#allAcknowledged();
    return { sent, seconds: 0 };
  }

  async #flatOut(seconds: number): Promise<LoadResult> {
    const start = performance.now();
    const until = start + seconds * 1000;
    let sent = 0;
    await Promise.all(
      this.#lines.map(async (line) => {
        while (performance.now() < until) {
          await line.client.room();
          while (line.client.hasRoom) {
            this.#send(line);
            sent += 1;
          }
        }
      }),
    );
    await this.#allAcknowledged();
    return { sent, seconds: (performance.now() - start) / 1000 };
  }

  async #steady({ setsPerSecond, seconds, live }: Steady): Promise<LoadResult> {
    const alerts = live === undefined ? undefined : await LiveAlerts.open(live.url, live.token);
    const ill = new Map<string, number>();
    const candidates = this.#lines.flatMap((line) =>
      line.devices.filter((device) => !line.ill.has(device)).map((device) => ({ line, device })),
    );
    const total = live?.patients ?? 0;
    const start = performance.now();
    let sent = 0;
    for (let elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - start) {
      for (const due = (elapsed / 1000) * setsPerSecond; sent < due; sent += 1) {
        const line = this.#lines[sent % this.#lines.length];
        if (line !== undefined) this.#send(line);
      }
      while (ill.size < (elapsed / 1000 / seconds) * total) {
        const candidate = candidates[ill.size];
        if (candidate === undefined) break;
        ill.set(candidate.device.patientId, wallClockMs());
        candidate.line.ill.add(candidate.device);
        this.#publish(candidate.line, candidate.device);
        sent += 1;
      }
      await pause(5);
    }
    const took = (performance.now() - start) / 1000;
    await this.#allAcknowledged();
    if (alerts === undefined) return { sent, seconds: took };
    await alerts.heardOf(ill.keys());
    alerts.close();
    const latencies = [...ill].flatMap(([patient, at]) => {
      const heardAt = alerts.high.get(patient);
      return heardAt === undefined ? [] : [heardAt - at];
    });
    return {
      sent,
      seconds: took,
      readingToAlertMs: percentiles(latencies),
      alertsMissed: ill.size - latencies.length,
      liveResumed: alerts.resumed,
    };
  }

  #send(line: Line): void {
    const device = line.devices[line.next % line.devices.length];
    line.next += 1;
    if (device !== undefined) this.#publish(line, device);
  }

  #publish({ client, ill }: Line, device: LoadDevice): void {
    const course = ill.has(device) ? 'ill' : 'well';
    client.publish(topicOf(device), observationSet(this.#newId(), this.#readingTimes.next(device), course));
  }

  #newId(): string {
    this.#messages += 1;
    return `${this.#run}-${String(this.#messages)}`;
  }

  async #allAcknowledged(): Promise<void> {
    while (this.#lines.some(({ client }) => client.inFlight > 0)) await pause(5);
  }
}

const generator = new LoadGenerator();
process.on('message', (command: Command) => {
  generator.do(command).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
