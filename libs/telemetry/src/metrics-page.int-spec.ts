/** Real: HTTP. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gauge, Registry } from 'prom-client';
import { MetricsPage } from './metrics-page.ts';

describe('The metrics', () => {
  let now: number;
  let computed: number;
  let servers: Server[];
  beforeEach(() => {
    now = 0;
    computed = 0;
    servers = [];
  });
  afterEach(() => {
    for (const server of servers) server.close().closeAllConnections();
  });

  async function serve(token?: string): Promise<string> {
    const registry = new Registry();
    const collect = (): void => {
      computed += 1;
    };
    new Gauge({ name: 'beds', help: 'Beds.', registers: [registry], collect });
    const page = new MetricsPage(registry, { token, stopwatch: () => now });
    const server = createServer((request, response) => {
      if (page.owns(request)) page.handler(request, response);
      else response.writeHead(404).end();
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    // Listening on a port: its address is no name of a pipe.
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}`;
  }

  it('are computed once for all who ask within a second, and again for the next', async () => {
    const url = await serve();
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/metrics`)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers[0]?.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await answers[0]?.text()).toContain('beds 0');
    expect(computed).toBe(1);
    now = 1;
    await fetch(`${url}/metrics`);
    expect(computed).toBe(2);
  });

  it('are for those with the token only, where one is set', async () => {
    const url = await serve('a token of scrapers');
    const ask = async (authorization?: string) =>
      (await fetch(`${url}/metrics`, { headers: authorization === undefined ? {} : { authorization } })).status;
    expect([await ask(), await ask('Bearer another'), computed]).toEqual([401, 401, 0]);
    const other = await serve('scrapers');
    expect((await fetch(`${other}/metrics`, { headers: { authorization: 'Bearer scrapers' } })).status).toBe(200);
  });

  it('leave every other path and method to others', async () => {
    const url = await serve();
    const statuses = await Promise.all([
      fetch(`${url}/metrics/x`),
      fetch(`${url}/metricsx`),
      fetch(`${url}/metrics`, { method: 'POST' }),
      fetch(`${url}/metrics?of=now`),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404, 200]);
  });
});
