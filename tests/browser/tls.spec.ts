import { readFile } from 'node:fs/promises';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2';
import { once } from 'node:events';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { homeward, HomewardProcess } from '../outside/homeward-process.ts';
import { selfSigned } from '../outside/self-signed.ts';
import { launchChromium } from './chromium.ts';
import { itInChromium } from './describe-in-chromium.ts';
import { signInAs } from './sign-in.ts';

const slow = 120_000;

const certificate = await selfSigned();
// Without openssl there is nothing to make a certificate with.
const describeWithOpenssl = certificate === undefined ? describe.skip : describe;

describeWithOpenssl('Homeward with a certificate of its own', () => {
  const { certFile = '', keyFile = '' } = certificate ?? {};
  const env = { HTTP_TLS_CERT_FILE: certFile, HTTP_TLS_KEY_FILE: keyFile, NODE_EXTRA_CA_CERTS: certFile };
  let server: HomewardProcess;
  let address: URL;
  let ca: Buffer;
  let token: string;
  let session: ClientHttp2Session;

  beforeAll(async () => {
    ca = await readFile(certFile);
    server = await HomewardProcess.start(['up'], { ...env, LIVE_HEARTBEAT_SECONDS: '1' });
    address = new URL((await server.run()).console);
    token = await server.token('administrator');
    session = connect(address, { ca });
    await once(session, 'connect');
  }, slow);

  afterAll(async () => {
    session.destroy();
    await server.dispose();
    await certificate?.remove();
  }, slow);

  async function ask(headers: Record<string, string>, body?: string) {
    const stream = session.request({ authorization: `Bearer ${token}`, ...headers }, { endStream: body === undefined });
    if (body !== undefined) stream.end(body);
    const [answered] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    return { stream, headers: answered };
  }

  it('serves HTTPS, and says so of itself', () => {
    expect([address.protocol, session.alpnProtocol]).toEqual(['https:', 'h2']);
  });

  it('sends the console over HTTP/2, and has browsers keep to TLS', async () => {
    const { stream, headers } = await ask({ ':path': '/', accept: 'text/html' });
    expect(headers).toMatchObject({ ':status': 200, 'strict-transport-security': 'max-age=31536000' });
    expect(await text(stream)).toContain('<title>');
  });

  it('takes a body that comes without its length, and a command that comes without a body', async () => {
    const json = { 'content-type': 'application/json', ':method': 'POST' };
    const ward = { name: 'North ward', beds: 10 };
    const opened = await ask({ ':path': '/api/v1/wards', ...json }, JSON.stringify(ward));
    expect([opened.headers[':status'], JSON.parse(await text(opened.stream))]).toEqual([
      201,
      expect.objectContaining(ward),
    ]);
    const unknown = '/api/v1/alerts/01890a5d-ac96-774b-bcce-b302099a8057/acknowledge';
    const nothing = await ask({ ':path': unknown, ...json });
    expect(JSON.parse(await text(nothing.stream))).toMatchObject({ code: 'alert-not-found' });
  });

  it('streams what happens over HTTP/2', async () => {
    const { stream, headers } = await ask({ ':path': '/api/v1/live', accept: 'text/event-stream' });
    expect(headers).toMatchObject({ ':status': 200, 'content-type': expect.stringContaining('text/event-stream') });
    expect(headers['content-encoding']).toBeUndefined();
    expect(await firstWith(stream, 'event: heartbeat')).toContain('data: {"at":');
    stream.close();
  });

  it('answers a client that knows HTTP/1.1 only', async () => {
    const asked = request(new URL('/health/live', address), { ca }).end();
    const [answer] = (await once(asked, 'response')) as [{ readonly statusCode: number; readonly httpVersion: string }];
    expect([answer.statusCode, answer.httpVersion]).toEqual([200, '1.1']);
    asked.destroy();
  });

  itInChromium(
    'lets a person sign in with a cookie for TLS only, and is live, in Chromium over HTTP/2',
    async () => {
      // Signed by itself: the test knows of it, Chromium does not.
      const browser = await launchChromium('--ignore-certificate-errors');
      try {
        const page = await browser.newPage();
        await page.goto(address.href);
        await signInAs(page, 'nurse', server);
        await page.getByText('Live', { exact: true }).waitFor();
        const cookies = await page.context().cookies();
        expect(cookies).toContainEqual(expect.objectContaining({ name: 'homeward_session', secure: true }));
        const protocol = await page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol");
        expect(protocol).toBe('h2');
      } finally {
        await browser.close();
      }
    },
    slow,
  );

  it(
    'says what is wrong where only one of the two files is set',
    async () => {
      const { status, stderr, stdout } = await homeward(['up'], {
        env: { ...server.environment, HTTP_TLS_KEY_FILE: '', HOMEWARD_HOME: `${server.home}/other` },
      });
      expect([status, stderr + stdout]).toEqual([1, expect.stringContaining('Set both to PEM files')]);
    },
    slow,
  );

  it(
    'stops while a stream is open',
    async () => {
      await ask({ ':path': '/api/v1/live', accept: 'text/event-stream' });
      expect(await server.stop()).toBe(0);
    },
    slow,
  );
});

async function firstWith(stream: ClientHttp2Stream, words: string): Promise<string> {
  stream.setEncoding('utf8');
  let heard = '';
  for await (const piece of stream) {
    heard += String(piece);
    if (heard.includes(words)) return heard;
  }
  throw new Error(`The stream ended without ${words}:\n${heard}`);
}
