import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestDatabase } from '#libs/embedded';
import kafkajs from 'kafkajs';
import { SMTPServer } from 'smtp-server';
import { ApiClient } from '../outside/api-client.ts';
import { homeward, HomewardProcess } from '../outside/homeward-process.ts';
import { selfSigned } from '../outside/self-signed.ts';

const brokers = process.env['KAFKA_BROKERS'];
// Without Kafka on the machine `npm test` says so, first and last.
const withKafka = brokers === undefined ? it.skip : it;

/** By what was looked at: `ok` or `WRONG`, and the finding over all its lines. */
async function doctor(env: Readonly<Record<string, string>>) {
  const { stdout, status } = await homeward(['doctor'], { env });
  const findings = stdout.split(/\n(?=ok |WRONG)/u).map((text) => /^(ok|WRONG)\s+(\S+)\s+([^]*)/u.exec(text));
  const of = new Map(findings.map((found) => [found?.[2] ?? '', { is: found?.[1], finding: found?.[3] ?? '' }]));
  return { status, stdout, of: (what: string) => of.get(what) };
}

const portOf = (address: AddressInfo | string | null): string =>
  String(typeof address === 'object' ? (address?.port ?? 0) : 0);

// Real: the command, and each server that is at fault.
describe('homeward doctor', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'homeward-doctor-'));
  });
  afterEach(async () => {
    await rm(home, { recursive: true, force: true });
  });

  it('finds nothing wrong with embedded parts, and ends with status 0', async () => {
    const found = await doctor({ HOMEWARD_HOME: home });
    expect({ status: found.status, wrong: found.stdout.match(/^WRONG.*/gmu) }).toEqual({ status: 0, wrong: null });
    expect(found.stdout).toContain('All is well.');
  }, 120_000);

  it('names each setting with which Postgres may lose what it has acknowledged', async () => {
    // The server of the tests is set up for speed.
    const database = await startTestDatabase();
    try {
      const found = await doctor({ HOMEWARD_HOME: home, DATABASE_URL: database.url });
      expect(found.status).toBe(1);
      expect(found.of('database')?.is).toBe('ok');
      expect(found.of('zones')?.is).toBe('ok');
      expect(found.of('clocks')?.is).toBe('ok');
      expect(found.of('postgres')?.is).toBe('WRONG');
      for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'])
        expect(found.of('postgres')?.finding).toContain(`${setting} is off`);
    } finally {
      await database.stop();
    }
  }, 120_000);

  withKafka(
    'names a topic that is missing, and one that forgets too soon',
    async () => {
      const namespace = `doctor-${String(process.pid)}-${String(Math.trunc(performance.now()))}`;
      const env = { HOMEWARD_HOME: home, KAFKA_BROKERS: brokers ?? '', LOG_NAMESPACE: namespace };
      expect(await homeward(['migrate'], { env })).toMatchObject({ status: 0 });
      expect((await doctor(env)).of('log')).toMatchObject({ is: 'ok' });
      const admin = new kafkajs.Kafka({
        brokers: (brokers ?? '').split(','),
        logLevel: kafkajs.logLevel.NOTHING,
      }).admin();
      await admin.connect();
      try {
        await admin.deleteTopics({ topics: [`${namespace}.replays`] });
        const configEntries = [
          { name: 'retention.ms', value: '3600000' },
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'max.message.bytes', value: '8000000' },
        ];
        await admin.alterConfigs({
          validateOnly: false,
          resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: `${namespace}.signals`, configEntries }],
        });
        const found = await doctor(env);
        expect(found.status).toBe(1);
        expect(found.of('log')?.finding).toContain(`${namespace}.replays is missing. Run: homeward migrate`);
        expect(found.of('log')?.finding).toContain(
          `${namespace}.signals: retention.ms is 3600000; expected 2592000000`,
        );
      } finally {
        await admin.disconnect();
      }
    },
    180_000,
  );

  it('names a mail server that refuses us, and a clock that is not ours', async () => {
    const mail = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => {
        done(new Error('Wrong password'));
      },
    });
    mail.listen(0, '127.0.0.1');
    const issuer: Server = createServer((_request, response) => {
      response.sendDate = false;
      response.setHeader('Date', new Date(Date.now() + 3_600_000).toUTCString());
      response.end();
    }).listen(0, '127.0.0.1');
    await Promise.all([once(mail.server, 'listening'), issuer.listening || once(issuer, 'listening')]);
    try {
      const found = await doctor({
        HOMEWARD_HOME: home,
        SMTP_URL: `smtp://homeward:guessed@127.0.0.1:${portOf(mail.server.address())}`,
        OIDC_ISSUER: `http://127.0.0.1:${portOf(issuer.address())}`,
      });
      expect(found.of('mail')).toMatchObject({ is: 'WRONG' });
      expect(found.of('mail')?.finding).toContain('Wrong password');
      expect(found.of('mail')?.finding).not.toContain('guessed');
      expect(found.of('clocks')?.finding).toMatch(/the OpenID provider is at least 3\d{3}\.\d s ahead/u);
      expect(found.status).toBe(1);
    } finally {
      issuer.close();
      await new Promise<void>((done) => {
        mail.close(done);
      });
    }
  }, 120_000);

  it('names a certificate that is about to end', async () => {
    const certificate = await selfSigned();
    if (certificate === undefined) throw new Error('This test needs openssl.');
    try {
      const found = await doctor({
        HOMEWARD_HOME: home,
        HTTP_TLS_CERT_FILE: certificate.certFile,
        HTTP_TLS_KEY_FILE: certificate.keyFile,
      });
      expect(found.of('tls')).toMatchObject({ is: 'WRONG' });
      expect(found.of('tls')?.finding).toMatch(/the certificate ends in [12] day\(s\)/u);
    } finally {
      await certificate.remove();
    }
  }, 120_000);

  it('names a rota on which no person has the turn by day', async () => {
    const ward = await HomewardProcess.start(['up'], {}, home);
    try {
      expect((await doctor(ward.environment)).of('cover')).toMatchObject({ is: 'ok' });
      const administrator = new ApiClient((await ward.run()).api, await ward.token('administrator'));
      const { id } = await administrator.post<{ id: string }>('/api/v1/people', { name: 'On call', role: 'nurse' });
      const layer = {
        name: 'Nights alone',
        start: '2026-01-01T20:00',
        handoverTimes: ['20:00'],
        every: { count: 1, unit: 'day' },
        personIds: [id],
        restrictTo: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '20:00', until: '08:00' }],
      };
      await administrator.post('/api/v1/rotas', { name: 'Nights', timeZone: 'Europe/London', layers: [layer] });
      const found = await doctor(ward.environment);
      expect(found.of('cover')).toMatchObject({ is: 'WRONG' });
      expect(found.of('cover')?.finding).toContain('Nights: no active person has the turn');
      expect(found.status).toBe(1);
    } finally {
      await ward.stop();
    }
  }, 180_000);
});
