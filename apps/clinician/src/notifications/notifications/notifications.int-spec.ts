/** Real: Postgres, SMTP and HTTP servers, two processes on one database; only the clock is the test's own. */
import { AlertId, derivedId, type Notification, type NotificationQuery, PatientId, type Person } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  type HttpReceiver,
  type MailReceiver,
  startBlackHole,
  startHttpReceiver,
  startMailReceiver,
} from '../channels/receivers.harness.ts';
import {
  type NotificationsWorld,
  openNotificationsWorld,
  type RunningNotifications,
} from '../notifications.harness.ts';
import type { NotificationRequest } from './notifications.service.ts';

const nina = { id: 'nurse-nina', name: 'Nina' };
const reader: Person = { ...nina, role: 'nurse' };
const operator = { by: { id: 'test', name: 'Test' } };

describe('The ledger of notifications', () => {
  let world: NotificationsWorld;
  let mail: MailReceiver;
  let http: HttpReceiver;
  let settings: Record<string, string>;
  let service: RunningNotifications;

  beforeAll(async () => {
    world = await openNotificationsWorld();
    mail = await startMailReceiver();
    http = await startHttpReceiver();
    settings = {
      SMTP_URL: mail.url,
      SMTP_FROM: 'homeward@trust.example',
      SMS_URL: `${http.url}/sms`,
      SMS_TOKEN: 'token',
      WEBHOOK_SECRET: randomBytes(24).toString('base64'),
      WEBHOOK_ALLOW_PRIVATE: 'yes',
      SENT_MESSAGES: 'yes',
    };
    service = await world.start(settings);
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await Promise.all([mail.stop(), http.stop()]);
    await world.stop();
  });
  beforeEach(() => {
    mail.refuse = () => undefined;
    http.answer = (response) => response.end('taken');
    world.contacts.clear();
  });

  const methods = {
    email: { channel: 'email', address: 'nina@trust.example' },
    sms: { channel: 'sms', address: '+447700900123' },
    push: { channel: 'web-push', address: 'kept' },
  } as const;
  const reach = (...those: readonly (keyof typeof methods)[]) => {
    const contacts = { name: 'Nina', methods: those.map((name) => methods[name]), quietHours: null, active: true };
    world.contacts.set(nina.id, contacts);
    return contacts;
  };
  const request = (over: Partial<NotificationRequest> = {}): NotificationRequest => ({
    alertId: AlertId.parse(randomUUID()),
    patientId: PatientId.parse(derivedId('test', 'patient')),
    run: 1,
    step: 1,
    round: 0,
    person: nina,
    tier: 'medium',
    words: { title: 'Medium alert', body: 'Please look.' },
    deliverWithinSeconds: 60,
    replyNeedsSignIn: null,
    ...over,
  });
  const notify = (requests: readonly NotificationRequest[], by = service) =>
    by.commands.execute('test', operator, (command) => by.notifications.notify(command, requests));
  const supersede = (alertIds: readonly AlertId[], by = service) =>
    by.commands.execute('test', operator, (command) => by.notifications.supersede(command, alertIds, 'acknowledged'));
  const ledger = async (query: Partial<NotificationQuery>): Promise<readonly Notification[]> =>
    (await service.notifications.list({ ...query, limit: 500 }, reader)).items.toReversed();
  const ledgerOf = (alertId: AlertId) => ledger({ alertId });
  const states = async (alertId: AlertId) =>
    Object.fromEntries((await ledgerOf(alertId)).map(({ channel, state }) => [channel, state]));
  const settled = (alertId: AlertId, expected: Record<string, string>) =>
    eventually(
      () => states(alertId),
      (found) => JSON.stringify(sorted(found)) === JSON.stringify(sorted(expected)),
      { withinMs: 10_000 },
    );

  it('has one entry for the console and one for the first method, which is delivered with what the provider said', async () => {
    reach('email', 'sms');
    const one = request();
    await notify([one]);
    await settled(one.alertId, { console: 'pending', email: 'delivered' });
    const byEmail = (await ledgerOf(one.alertId)).find(({ channel }) => channel === 'email');
    expect(byEmail).toMatchObject({
      personId: nina.id,
      address: 'nina@trust.example',
      attempts: [{ outcome: 'delivered', detail: expect.stringMatching(/^250/) as string }],
    });
    expect(mail.mails.at(-1)?.source).toContain(`https://ward.example/alerts/${one.alertId}`);
  });

  it('hides from others by which address a person is reached', async () => {
    reach('email');
    const one = request();
    await notify([one]);
    const { items } = await service.notifications.list({ alertId: one.alertId, limit: 50 }, { ...reader, id: 'other' });
    expect(items.map(({ address }) => address)).toEqual([null, null]);
  });

  it('has a step that fires twice once, even if the person’s methods have changed meanwhile', async () => {
    reach('email');
    const one = request();
    await Promise.all([notify([one]), notify([one, one])]);
    reach('sms');
    await notify([one]);
    await settled(one.alertId, { console: 'pending', email: 'delivered' });
    expect(await ledgerOf(one.alertId)).toHaveLength(2);
    await notify([{ ...one, round: 1 }]);
    expect(await ledgerOf(one.alertId)).toHaveLength(4);
  });

  it('notifies of nothing that was not committed', async () => {
    reach('email');
    const one = request();
    const failing = service.commands.execute('test', operator, async (command) => {
      await service.notifications.notify(command, [one]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await ledgerOf(one.alertId)).toEqual([]);
  });

  it('goes on by the next method at once when an address is refused for good, and says so when there is none left', async () => {
    mail.refuse = () => '550 no such user';
    http.answer = (response) => response.writeHead(400).end('bad number');
    reach('email', 'sms');
    const one = request();
    await notify([one]);
    await settled(one.alertId, { console: 'pending', email: 'failed', sms: 'failed' });
    const reasons = (await ledgerOf(one.alertId)).map(({ channel, reason }) => [channel, reason]);
    expect(Object.fromEntries(reasons)).toMatchObject({
      email: expect.stringContaining('no such user') as string,
      sms: 'HTTP 400: bad number; no further way of contact',
    });
  });

  it('tries again with the same id after an error that may pass', async () => {
    let failures = 2;
    http.answer = (response) => {
      failures -= 1;
      response.writeHead(failures >= 0 ? 500 : 200).end();
    };
    reach('sms');
    const one = request();
    await notify([one]);
    for (const tried of [1, 2]) {
      await eventually(
        async () => (await ledgerOf(one.alertId)).find(({ channel }) => channel === 'sms'),
        (found) => found?.attempts.length === tried,
      );
      world.clock.advance(4000);
    }
    await settled(one.alertId, { console: 'pending', sms: 'delivered' });
    const ids = http.requests.slice(-3).map(({ headers }) => headers['idempotency-key']);
    expect(new Set(ids).size).toBe(1);
  });

  it('gives way to the next channel in time when a server takes the connection and never says a word', async () => {
    const blackHole = await startBlackHole();
    const url = `smtp://127.0.0.1:${String(blackHole.port)}`;
    await service.stop();
    service = await world.start({ ...settings, SMTP_URL: url });
    reach('email', 'sms');
    const one = request({ deliverWithinSeconds: 2 });
    await notify([one]);
    // It is real time in which the server has to answer; the clock follows.
    await eventually(
      async () => (await ledgerOf(one.alertId)).find(({ channel }) => channel === 'email'),
      (found) => found?.attempts.some(({ outcome }) => outcome === 'no-answer') ?? false,
    );
    world.clock.advance(2000);
    await settled(one.alertId, { console: 'pending', email: 'failed', sms: 'delivered' });
    await service.stop();
    await blackHole.stop();
    service = await world.start(settings);
  });

  it('gives way to the next channel when the time is over while a receiver still hangs', async () => {
    http.answer = (response, { path }) => {
      if (path === '/sms') response.end('taken');
    };
    const webhook = { channel: 'webhook', address: `${http.url}/hangs` } as const;
    world.contacts.set(nina.id, { ...reach(), methods: [webhook, methods.sms] });
    const one = request();
    await notify([one]);
    await eventually(
      async () => http.requests.at(-1)?.path,
      (path) => path === '/hangs',
    );
    world.clock.advance(61_000);
    await settled(one.alertId, { console: 'pending', webhook: 'failed', sms: 'delivered' });
    const hanging = (await ledgerOf(one.alertId)).find(({ channel }) => channel === 'webhook');
    expect(hanging).toMatchObject({ reason: 'not delivered in time' });
  });

  it('asks a provider that is down no more, and goes on by the next channel at once', async () => {
    http.answer = (response, { path }) => response.writeHead(path === '/down' ? 503 : 200).end();
    const webhook = { channel: 'webhook', address: `${http.url.replace('127.0.0.1', 'localhost')}/down` } as const;
    world.contacts.set(nina.id, { ...reach(), methods: [webhook, methods.sms] });
    const first = Array.from({ length: 5 }, () => request());
    await notify(first);
    await eventually(
      async () => http.requests.filter(({ path }) => path === '/down').length,
      (asked) => asked >= 5,
    );
    const then = request();
    await notify([then]);
    await settled(then.alertId, { console: 'pending', webhook: 'failed', sms: 'delivered' });
    expect(http.requests.filter(({ path }) => path === '/down')).toHaveLength(5);
    await supersede(first.map(({ alertId }) => alertId));
  });

  it('ends all that is pending when the alert is acknowledged: nothing more is sent', async () => {
    http.answer = (response) => response.writeHead(500).end();
    reach('sms', 'email');
    const one = request();
    await notify([one]);
    await eventually(
      async () => (await ledgerOf(one.alertId)).find(({ channel }) => channel === 'sms'),
      (found) => found?.attempts.length === 1,
    );
    await supersede([one.alertId]);
    expect(await states(one.alertId)).toEqual({ console: 'superseded', sms: 'superseded' });
    http.answer = (response) => response.end();
    const sent = http.requests.length;
    world.clock.advance(120_000);
    const later = request();
    await notify([later]);
    await settled(later.alertId, { console: 'pending', sms: 'delivered' });
    expect(http.requests.length).toBe(sent + 1);
    expect(await states(one.alertId)).toEqual({ console: 'superseded', sms: 'superseded' });
  });

  it('waits for the end of quiet hours, but not with a high alert', async () => {
    const quietHours = { from: '13:30', to: '15:00', timeZone: 'Europe/London' };
    world.contacts.set(nina.id, { ...reach('email'), quietHours });
    world.clock.set(new Date('2026-11-23T14:00:00.000Z'));
    const [quiet, urgent] = [request(), request({ tier: 'high' })];
    await notify([quiet, urgent]);
    await settled(urgent.alertId, { console: 'pending', email: 'delivered' });
    const held = (await ledgerOf(quiet.alertId)).find(({ channel }) => channel === 'email');
    expect(held).toMatchObject({
      state: 'pending',
      nextAttemptAt: '2026-11-23T15:00:00.000Z',
      attempts: [{ outcome: 'held-back', detail: 'quiet hours until 15:00' }],
    });
    world.clock.set(new Date('2026-11-23T15:00:00.000Z'));
    await settled(quiet.alertId, { console: 'pending', email: 'delivered' });
  });

  it('reaches a person without an offered method in the console alone, and says so', async () => {
    const one = request();
    await notify([one]);
    const entries = await ledgerOf(one.alertId);
    expect(entries).toMatchObject([
      {
        channel: 'console',
        state: 'pending',
        attempts: [{ outcome: 'given-up', detail: 'no further way of contact' }],
      },
    ]);
  });

  it('keeps what has no provider under Sent messages, and says so', async () => {
    reach('push');
    const one = request();
    await notify([one]);
    await settled(one.alertId, { console: 'pending', 'web-push': 'delivered' });
    const { rows } = await world.database.pool.query('select * from sent_message where alert_id = $1', [one.alertId]);
    expect(rows).toMatchObject([
      { title: 'Medium alert', body: expect.stringContaining(`/alerts/${one.alertId}`) as string },
    ]);
  });

  it('is delivered once by two services on one database', async () => {
    const second = await world.start(settings);
    reach('sms');
    const many = Array.from({ length: 120 }, () => request());
    const before = http.requests.length;
    await Promise.all([notify(many.slice(0, 60)), notify(many.slice(60), second)]);
    await eventually(
      async () => http.requests.length - before,
      (sent) => sent >= 120,
    );
    const ids = http.requests.slice(before).map(({ headers }) => headers['idempotency-key']);
    expect(new Set(ids).size).toBe(120);
    const pending = async () => (await ledger({ state: 'pending' })).filter(({ channel }) => channel === 'sms');
    await eventually(pending, (found) => found.length === 0);
    await second.stop();
    expect(http.requests.length - before).toBe(120);
  });

  it('is taken up by another process when the one that had it in hand is heard of no more', async () => {
    http.answer = () => undefined;
    reach('sms');
    const lost = request();
    const before = http.requests.length;
    await notify([lost]);
    await eventually(() => http.requests.length > before);
    http.answer = (response) => response.end('taken');
    const second = await world.start(settings);
    world.clock.advance(25_000);
    await settled(lost.alertId, { console: 'pending', sms: 'delivered' });
    const bySms = (await ledgerOf(lost.alertId)).find(({ channel }) => channel === 'sms');
    expect(bySms?.attempts.map(({ outcome }) => outcome)).toEqual(['no-answer', 'delivered']);
    const ids = http.requests.slice(before).map(({ headers }) => headers['idempotency-key']);
    expect(ids).toEqual([bySms?.id, bySms?.id]);
    await second.stop();
  });

  it('adds up at any time: created is pending, delivered, failed and superseded', async () => {
    const { created, pending, delivered, failed, superseded } = await service.notifications.sums();
    expect(created).toBe(pending + delivered + failed + superseded);
    expect(Math.min(pending, delivered, failed, superseded)).toBeGreaterThan(0);
    expect(await service.metrics.metrics()).toContain(`homeward_notifications{state="created"} ${String(created)}`);
  });
});

const sorted = (record: Record<string, string>) => Object.entries(record).toSorted(([a], [b]) => a.localeCompare(b));
