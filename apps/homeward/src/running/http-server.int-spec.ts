/** Real: HTTP. The console is a folder with a few files, and who asks is always a nurse. */
import { Controller, Get, Header, Module, Param } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { findFreePort } from '#libs/embedded';
import { Identification, SignedIn } from '#libs/identity';
import { createLogger, createMetrics } from '#libs/telemetry';

import { startHttpServer } from './http-server.service.ts';

const long = { items: Array.from({ length: 100 }, (_, nth) => ({ nth, name: 'an item of a list' })) };

@Controller('api/v1/lists')
@SignedIn()
class ListsController {
  @Get('long')
  long(): object {
    return long;
  }

  @Get('short')
  short(): object {
    return { secret: randomBytes(32).toString('base64url') };
  }
}

@Controller('api/v1/patients')
@SignedIn()
class PatientsController {
  @Get(':id')
  patient(@Param('id') id: string): object {
    return { id };
  }

  @Get(':id/events')
  @Header('content-type', 'text/event-stream')
  events(): string {
    return ': nothing yet\n\n';
  }
}

@Module({ controllers: [ListsController, PatientsController] })
class ListsModule {}

const script = `export const text = ${JSON.stringify('all of this repeats itself. '.repeat(100))};`;
const page = '<!doctype html><title>Homeward</title>';

async function consoleFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'assets/main-abc.js'), script);
  await writeFile(join(folder, 'assets/main-abc.js.br'), brotliCompressSync(script));
  await writeFile(join(folder, 'assets/main-abc.js.gz'), gzipSync(script));
  return folder;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What comes until the connection ends, in whatever way: what is sent to a closed one resets it. */
async function untilCutOff(socket: Socket): Promise<string> {
  let received = '';
  socket.on('data', (bytes: Buffer) => (received += bytes.toString()));
  socket.on('error', () => undefined); // 'close' follows.
  await once(socket, 'close');
  return received;
}

describe('The HTTP server', () => {
  let folder: string;
  let app: NestFastifyApplication;
  let port: number;
  const metrics = createMetrics();

  beforeAll(async () => {
    folder = await consoleFolder();
    port = await findFreePort();
    app = await startHttpServer({
      host: '127.0.0.1',
      port,
      modules: [{ module: ListsModule }],
      transports: [],
      identification: new Identification({
        authenticators: [
          {
            identify: () =>
              Promise.resolve({ kind: 'person', by: 'token', person: { id: 'n1', name: 'Nurse', role: 'nurse' } }),
          },
        ],
        openPaths: [],
      }),
      statusOfCode: {},
      logger: createLogger({ service: 'http-server-test', level: 'fatal' }),
      console: folder,
      metrics,
      requestMilliseconds: 400,
    });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      request({ port, path, headers }, (response) => {
        const { statusCode: status, headers: answered } = response;
        buffer(response).then((body) => resolve({ status, headers: answered, body }), reject);
      })
        .once('error', reject)
        .end();
    });

  it('times answers by the template of their route, never by address, and leaves live streams out', async () => {
    for (const path of ['/api/v1/patients/one', '/api/v1/patients/two', '/api/v1/patients/one/events'])
      expect((await get(path)).status).toBe(200);
    expect((await get('/api/v1/nowhere/three', { accept: 'application/json' })).status).toBe(404);
    const counts = (await metrics.getSingleMetricAsString('homeward_http_request_seconds'))
      .split('\n')
      .filter((line) => line.includes('_count{'));
    expect(counts).toContain(
      'homeward_http_request_seconds_count{method="GET",route="/api/v1/patients/:id",status_class="2xx"} 2',
    );
    expect(counts.filter((line) => /\/one|\/two|three|events/.test(line))).toEqual([]);
  });

  it.each([
    ['br', 'gzip, deflate, br, zstd', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ])('compresses a long answer by %s for one who takes %s', async (encoding, accepted, decompress) => {
    const { headers, body } = await get('/api/v1/lists/long', { 'accept-encoding': accepted });
    expect(headers).toMatchObject({ 'content-encoding': encoding, vary: expect.stringMatching(/accept-encoding/i) });
    expect(JSON.parse(decompress(body).toString())).toEqual(long);
    expect(body.length).toBeLessThan(JSON.stringify(long).length / 4);
  });

  it('answers plainly where nothing is said of encodings', async () => {
    const { headers, body } = await get('/api/v1/lists/long');
    expect(headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(body.toString())).toEqual(long);
  });

  it('leaves short answers as they are, with them the secrets that are answered once', async () => {
    const { headers } = await get('/api/v1/lists/short', { 'accept-encoding': 'gzip, br' });
    expect(headers['content-encoding']).toBeUndefined();
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
    [undefined, (body: Buffer) => body],
  ])("sends the console's files as the build compressed them: %s", async (encoding, decompress) => {
    const accepted = encoding === undefined ? {} : { 'accept-encoding': encoding };
    const { status, headers, body } = await get('/assets/main-abc.js', accepted);
    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(headers).toMatchObject({
      vary: expect.stringMatching(/accept-encoding/i),
      'content-type': expect.stringMatching(/^(text|application)\/javascript/),
      'cache-control': 'private, max-age=31536000, immutable',
    });
    expect(decompress(body).toString()).toBe(script);
  });

  it('has no address for the compressed files themselves', async () => {
    expect((await get('/assets/main-abc.js.br')).status).toBe(404);
  });

  it('has browsers ask each time whether the first page has changed', async () => {
    const { headers, body } = await get('/wards', { accept: 'text/html', 'accept-encoding': 'br' });
    expect(headers['cache-control']).toBe('no-cache');
    expect(body.toString()).toBe(page);
  });

  it.each([
    ['an answer', '/api/v1/lists/short', 200],
    ['a refusal', '/api/v1/nowhere', 404],
  ])('has no browser or proxy keep %s, which may be about a patient', async (_case, path, expected) => {
    const { status, headers } = await get(path);
    expect([status, headers['cache-control']]).toEqual([expected, 'no-store']);
  });

  it.each([
    ['headers', 'POST /api/v1/lists/long HTTP/1.1\r\nHost: ward\r\nX-'],
    ['a body', 'POST /api/v1/lists/long HTTP/1.1\r\nHost: ward\r\nContent-Length: 100000\r\n\r\n{'],
  ])('cuts off a client that sends %s in drops, and answers others meanwhile', async (_what, begun) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(begun);
    const drops = setInterval(() => socket.write('x'), 50);
    try {
      const answer = untilCutOff(socket);
      expect((await get('/api/v1/lists/short')).status).toBe(200);
      expect(await answer).toMatch(/^HTTP\/1\.1 4\d\d /u);
    } finally {
      clearInterval(drops);
      socket.destroy();
    }
  });

  it('lets pages have workers, connections and scripts of this site only', async () => {
    const { headers } = await get('/', { accept: 'text/html' });
    const policy = String(headers['content-security-policy']).split(';');
    expect(policy).toEqual(expect.arrayContaining(["worker-src 'self'", "connect-src 'self'", "script-src 'self'"]));
  });
});
