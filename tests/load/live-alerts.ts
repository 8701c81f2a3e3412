import { get, type IncomingMessage } from 'node:http';
import { wallClockMs } from './observation-messages.ts';
import { pause } from './processes.ts';

/** Listens to /live as a browser does, and notes when it first heard that a patient has a high alert. */
export class LiveAlerts {
  readonly high = new Map<string, number>();
  readonly #answer: IncomingMessage;

  private constructor(answer: IncomingMessage) {
    this.#answer = answer;
    let rest = '';
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => {
      const events = (rest + text).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) this.#hear(event);
    });
  }

  static async open(url: string, token: string): Promise<LiveAlerts> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = get(url, { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' } }, resolve);
    request.on('error', reject);
    const answer = await promise;
    if (answer.statusCode !== 200) throw new Error(`GET ${url} answered ${String(answer.statusCode)}.`);
    return new LiveAlerts(answer);
  }

  /** Waits for that many patients, at most half a minute. */
  async heardOf(patients: number): Promise<void> {
    const deadline = performance.now() + 30_000;
    while (this.high.size < patients && performance.now() < deadline) await pause(20);
  }

  close(): void {
    this.#answer.destroy();
  }

  #hear(event: string): void {
    if (!/^event: ?alert$/m.test(event)) return;
    const heardAt = wallClockMs();
    const line = /^data: ?(.*)$/m.exec(event)?.[1];
    if (line === undefined) return;
    // The contract of /live.
    const alert = JSON.parse(line) as { patientId: string; tier: string };
    if (alert.tier === 'high' && !this.high.has(alert.patientId)) this.high.set(alert.patientId, heardAt);
  }
}
