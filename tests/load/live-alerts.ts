import { get, type IncomingMessage } from 'node:http';
import { wallClockMs } from './observation-messages.ts';
import { pause } from './processes.ts';

/** Listens to /live as a browser does, and notes when it first heard that a patient has a high alert. */
export class LiveAlerts {
  readonly high = new Map<string, number>();
  readonly #url: string;
  readonly #token: string;
  #answer: IncomingMessage | undefined;
  #lastEventId: string | undefined;
  #closed = false;
  /** How often the connection broke and was resumed. */
  resumed = 0;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async open(url: string, token: string): Promise<LiveAlerts> {
    const alerts = new LiveAlerts(url, token);
    await alerts.#connect();
    return alerts;
  }

  /** Waits for these patients, at most half a minute. Those of others are heard of as well. */
  async heardOf(patientIds: Iterable<string>): Promise<void> {
    const deadline = performance.now() + 30_000;
    const missing = new Set(patientIds);
    for (;;) {
      for (const patientId of this.high.keys()) missing.delete(patientId);
      if (missing.size === 0 || performance.now() >= deadline) return;
      await pause(20);
    }
  }

  close(): void {
    this.#closed = true;
    this.#answer?.destroy();
  }

  async #connect(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = { authorization: `Bearer ${this.#token}`, accept: 'text/event-stream' };
    const resume = this.#lastEventId === undefined ? {} : { 'last-event-id': this.#lastEventId };
    get(this.#url, { headers: { ...headers, ...resume } }, resolve).on('error', reject);
    const answer = await promise;
    if (answer.statusCode !== 200) throw new Error(`GET ${this.#url} answered ${String(answer.statusCode)}.`);
    this.#answer = answer;
    let rest = '';
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => {
      const events = (rest + text).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) this.#hear(event);
    });
    answer.on('error', () => undefined); // 'close' follows.
    answer.once('close', () => {
      if (!this.#closed) void this.#resume();
    });
  }

  /** As EventSource does when its connection breaks. */
  async #resume(): Promise<void> {
    this.resumed += 1;
    for (;;) {
      await pause(100);
      try {
        await this.#connect();
        return;
      } catch {
        continue; // Until it can.
      }
    }
  }

  #hear(event: string): void {
    this.#lastEventId = /^id: ?(.*)$/m.exec(event)?.[1] ?? this.#lastEventId;
    if (!/^event: ?alert$/m.test(event)) return;
    const heardAt = wallClockMs();
    const line = /^data: ?(.*)$/m.exec(event)?.[1];
    if (line === undefined) return;
    // The contract of /live.
    const alert = JSON.parse(line) as { patientId: string; tier: string };
    if (alert.tier === 'high' && !this.high.has(alert.patientId)) this.high.set(alert.patientId, heardAt);
  }
}
