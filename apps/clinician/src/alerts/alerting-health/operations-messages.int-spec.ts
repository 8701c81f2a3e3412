/** Real: an HTTP server, a program. */
import { Instant } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { createLogger } from '#libs/telemetry';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { ClinicianSettings } from '../../settings.ts';
import { outageMessage } from './alerting-outage.ts';
import { OperationsMessagesService } from './operations-messages.service.ts';

const since = Instant.parse('2026-11-21T02:14:00.000Z');
const until = Instant.parse('2026-11-21T02:20:00.000Z');
const [down, recovered] = [outageMessage(since, null), outageMessage(since, until)];

describe('messages to operations', () => {
  let server: Server;
  let folder: string;
  let operations: OperationsMessagesService | undefined;
  /** What the next requests are answered with; 204 after that. */
  let answers: number[];
  let received: { readonly headers: IncomingHttpHeaders; readonly body: unknown }[];

  beforeEach(async () => {
    [answers, received] = [[], []];
    folder = await mkdtemp(join(tmpdir(), 'homeward-operations-'));
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push({ headers: request.headers, body: JSON.parse(Buffer.concat(parts).toString('utf8')) });
        response.writeHead(answers.shift() ?? 204, { location: '/elsewhere' }).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    operations?.onModuleDestroy();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const url = (): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;

  function start(settings: Record<string, string>): { readonly metrics: Registry } {
    const metrics = new Registry();
    const logger = createLogger({ service: 'operations-test', level: 'silent' });
    operations = new OperationsMessagesService(logger, metrics, ClinicianSettings.parse(settings));
    return { metrics };
  }

  async function program(lines: string): Promise<string> {
    const path = join(folder, 'call.sh');
    await writeFile(path, `#!/bin/sh\n${lines}\n`);
    await chmod(path, 0o700);
    return path;
  }

  it('are tried again after an answer that is no success, a redirection among them, and counted', async () => {
    answers = [500, 302];
    const { metrics } = start({ ALERTING_DOWN_WEBHOOK: url() });
    operations?.send(down);
    await eventually(() => received.length === 3, { what: 'the third attempt' });
    expect(received.map(({ body }) => body)).toEqual([down, down, down]);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([`${down.id} down`]));
    const counted = () => metrics.metrics();
    await eventually(counted, (text) => text.includes('by="webhook",outcome="delivered"} 1'), { what: 'the delivery' });
    expect(await counted()).toMatch(/by="webhook",outcome="failed"\} 2/);
  });

  it('give way to newer news', async () => {
    answers = [500];
    start({ ALERTING_DOWN_WEBHOOK: url() });
    operations?.send(down);
    await eventually(() => received.length === 1, { what: 'the first attempt' });
    operations?.send(recovered);
    await eventually(() => received.length === 2, { what: 'the newer news' });
    expect(received[1]?.body).toEqual(recovered);
  });

  it('come to a program in the order in which they were made, however slow it is, and with no other environment', async () => {
    const out = join(folder, 'out');
    const path = await program(
      `[ "$HOMEWARD_ALERTING_STATE" = down ] && sleep 1\nenv >> ${out}\ncat >> ${out}; echo >> ${out}`,
    );
    start({ ALERTING_DOWN_COMMAND: path });
    operations?.send(down);
    // Once it runs it is let to its end.
    await new Promise(setImmediate);
    operations?.send(recovered);
    const text = await eventually(
      () => readFile(out, 'utf8'),
      (written) => written.includes(JSON.stringify(recovered)),
      { what: 'the program ran for both' },
    );
    expect(text.indexOf(JSON.stringify(down))).toBeGreaterThan(-1);
    expect(text.indexOf(JSON.stringify(down))).toBeLessThan(text.indexOf(JSON.stringify(recovered)));
    const names = new Set(text.split('\n').flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []));
    const ours = ['ID', 'STATE', 'SINCE', 'UNTIL', 'WORDS'].map((name) => `HOMEWARD_ALERTING_${name}`);
    expect([...names].filter((name) => !['PATH', 'PWD', 'SHLVL', '_', 'OLDPWD'].includes(name)).sort()).toEqual(
      ours.sort(),
    );
  });

  it.each([
    ['that does not exist', '/nowhere/at-all'],
    ['with a space and a quote in its name, which no shell takes apart', "/nowhere/it's here; touch /tmp/x"],
  ])('count a program %s as failed', async (_what, path) => {
    const { metrics } = start({ ALERTING_DOWN_COMMAND: path });
    operations?.send(down);
    await eventually(
      () => metrics.metrics(),
      (text) => text.includes('by="command",outcome="failed"} 1'),
      { what: 'the failure' },
    );
  });
});
