/** Real: SMTP and HTTP servers that take, refuse, hang, redirect; sockets. Only the push service stands for one of theirs. */
import { AlertId, NotificationId } from '#libs/contracts';
import { jwtVerify, importJWK } from 'jose';
import { Webhook } from 'standardwebhooks';
import { randomBytes } from 'node:crypto';
import type { Channel, OutgoingMessage } from './channel.ts';
import { DeliveryRefusedError, ProviderUnavailableError } from './delivery-errors.ts';
import { EmailChannel } from './email/email.channel.ts';
import { GuardedAgents } from './guarded-agents.client.ts';
import {
  aBrowser,
  type HttpReceiver,
  type MailReceiver,
  type ReceivedRequest,
  startBlackHole,
  startHttpReceiver,
  startMailReceiver,
} from './receivers.harness.ts';
import { GenericSmsChannel } from './sms/generic-sms.channel.ts';
import { GovukNotifyChannel } from './sms/govuk-notify.channel.ts';
import { WebPushChannel } from './web-push/web-push.channel.ts';
import { WebhookChannel } from './webhook/webhook.channel.ts';

const id = NotificationId.parse('7d3ab2c4-0d5c-4a6b-9d6e-1f2a3b4c5d6e');
const message: OutgoingMessage = {
  id,
  alertId: AlertId.parse('11111111-2222-4333-8444-555555555555'),
  personId: 'nurse-1',
  personName: 'Nina Nurse',
  address: '',
  title: 'High alert on Heart at home',
  body: 'Respond within 30 minutes.',
  code: undefined,
  link: 'https://ward.example/alerts/11111111-2222-4333-8444-555555555555',
  // The verifiers of others compare with the machine's clock.
  at: new Date(Math.floor(performance.timeOrigin + performance.now())),
};
const inTime = () => ({ signal: AbortSignal.timeout(10_000) });
const soon = () => ({ signal: AbortSignal.timeout(300) });
const errorOf = (sending: Promise<string>): Promise<unknown> =>
  sending.then(
    () => undefined,
    (error: unknown) => error,
  );
/** Of the request that came last. */
function lastOf({ requests }: HttpReceiver): ReceivedRequest {
  const last = requests.at(-1);
  if (last === undefined) throw new Error('Nothing has come.');
  return last;
}
const onThisMachine = new GuardedAgents({ allowPrivate: 'yes' });

describe('E-mail', () => {
  let server: MailReceiver;
  let email: Channel;
  beforeAll(async () => {
    server = await startMailReceiver();
    email = new EmailChannel({ url: server.url, from: 'Homeward <homeward@trust.example>' });
  });
  afterAll(() => server.stop());

  it('reaches the person, under an id that stays the same when it is sent again', async () => {
    const answer = await email.send({ ...message, address: 'nina@trust.example' }, inTime());
    expect(answer).toMatch(/^250/);
    const [mail] = server.mails;
    expect(mail?.to).toEqual(['nina@trust.example']);
    for (const line of [`Message-ID: <${id}@trust.example>`, 'Auto-Submitted: auto-generated', message.link ?? ''])
      expect(mail?.source).toContain(line);
    expect(mail?.source).toContain(`Subject: ${message.title}`);
  });

  it('cannot be made to carry other headers or recipients by a name or a title', async () => {
    const hostile = { personName: 'N\r\nBcc: eve@evil.example', title: 'T\r\nBcc: eve@evil.example' };
    await email.send({ ...message, ...hostile, address: 'nina@trust.example' }, inTime());
    expect(server.mails.at(-1)?.to).toEqual(['nina@trust.example']);
    expect(server.mails.at(-1)?.source).not.toMatch(/^bcc:/im);
  });

  it.each([
    ['an address that the server does not know is refused for good', '550 no such user', DeliveryRefusedError],
    ['one that it cannot take now is tried again', '451 later', ProviderUnavailableError],
  ])('%s', async (_claim, refusal, expected) => {
    server.refuse = () => refusal;
    const error = await errorOf(email.send({ ...message, address: 'nina@trust.example' }, inTime()));
    server.refuse = () => undefined;
    expect(error).toBeInstanceOf(expected);
    expect(String(error)).toContain(refusal.slice(4));
  });

  it('ends with its time when the server never says a word', async () => {
    const blackHole = await startBlackHole();
    const channel = new EmailChannel({ url: `smtp://127.0.0.1:${String(blackHole.port)}`, from: 'h@trust.example' });
    const error = await errorOf(channel.send({ ...message, address: 'nina@trust.example' }, soon()));
    await blackHole.stop();
    expect(error).toBeInstanceOf(ProviderUnavailableError);
  });
});

describe('An SMS', () => {
  let provider: HttpReceiver;
  beforeAll(async () => {
    provider = await startHttpReceiver();
  });
  afterAll(() => provider.stop());

  it('goes to a generic provider with a reference that stays the same', async () => {
    const sms = new GenericSmsChannel({ url: `${provider.url}/send`, token: 'a-token' });
    expect(await sms.send({ ...message, address: '+447700900123' }, inTime())).toBe('HTTP 200: taken');
    const { headers, body } = lastOf(provider);
    expect(headers).toMatchObject({ authorization: 'Bearer a-token', 'idempotency-key': id });
    expect(JSON.parse(String(body))).toEqual({
      to: '+447700900123',
      text: `${message.title}\n${message.body}\n${message.link ?? ''}`,
      reference: id,
    });
  });

  it('goes to GOV.UK Notify with a token that its API key signs', async () => {
    const [service, secret] = ['26785a09-ab16-4eb0-8407-a37497a57506', '3d844edf-8d35-48ac-975b-e847b4f122b0'];
    const templateId = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
    const sms = new GovukNotifyChannel({ url: provider.url, apiKey: `homeward-${service}-${secret}`, templateId });
    await sms.send({ ...message, address: '+447700900123', link: undefined }, inTime());
    const { path, headers, body } = lastOf(provider);
    expect(path).toBe('/v2/notifications/sms');
    expect(JSON.parse(String(body))).toEqual({
      phone_number: '+447700900123',
      template_id: templateId,
      personalisation: { text: `${message.title}\n${message.body}` },
      reference: id,
    });
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
    expect(payload).toEqual({ iss: service, iat: Math.floor(message.at.getTime() / 1000) });
  });
});

describe('A webhook', () => {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const webhook = new WebhookChannel({ secret, agents: onThisMachine });
  let receiver: HttpReceiver;
  beforeAll(async () => {
    receiver = await startHttpReceiver();
  });
  afterAll(() => receiver.stop());
  const sending = (context = inTime()) => webhook.send({ ...message, address: `${receiver.url}/hook` }, context);

  it('is signed so that any library of Standard Webhooks can verify it', async () => {
    await sending();
    const { headers, body } = lastOf(receiver);
    const verified = new Webhook(secret).verify(String(body), {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    });
    expect(verified).toMatchObject({ type: 'notification', data: { id, title: message.title, link: message.link } });
    expect(headers['webhook-id']).toBe(id);
  });

  it.each([
    ['an error of the server is tried again', 500, ProviderUnavailableError],
    ['too many requests are tried again', 429, ProviderUnavailableError],
    ['what it does not understand is refused for good', 400, DeliveryRefusedError],
    ['one that is gone is refused for good', 410, DeliveryRefusedError],
  ])('%s', async (_claim, status, expected) => {
    receiver.answer = (response) => response.writeHead(status).end('why');
    expect(await errorOf(sending())).toBeInstanceOf(expected);
    expect(String(await errorOf(sending()))).toContain(`HTTP ${String(status)}: why`);
  });

  it('follows no redirect, wherever it leads', async () => {
    const secretServer = await startHttpReceiver();
    receiver.answer = (response) => response.writeHead(307, { location: `${secretServer.url}/inside` }).end();
    const error = await errorOf(sending());
    expect(error).toBeInstanceOf(DeliveryRefusedError);
    expect(secretServer.requests).toEqual([]);
    await secretServer.stop();
  });

  it('ends with its time when the receiver hangs, or answers without end', async () => {
    receiver.answer = () => undefined;
    expect(await errorOf(sending(soon()))).toBeInstanceOf(ProviderUnavailableError);
    receiver.answer = (response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    };
    const ended = await errorOf(sending(soon()));
    expect(ended).toBeInstanceOf(ProviderUnavailableError);
  });

  it.each([
    'http://127.0.0.1:PORT/hook',
    'http://localhost:PORT/hook',
    'http://2130706433:PORT/hook',
    'http://0x7f.1:PORT/hook',
    'http://0.0.0.0:PORT/hook',
    'http://[::1]:PORT/hook',
    'http://[::ffff:127.0.0.1]:PORT/hook',
    'https://localhost:PORT/hook',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
  ])('never connects to %s unless private addresses are allowed', async (address) => {
    const before = receiver.requests.length;
    receiver.answer = (response) => response.end();
    const guarded = new WebhookChannel({ secret, agents: new GuardedAgents({ allowPrivate: 'no' }) });
    const error = await errorOf(
      guarded.send({ ...message, address: address.replace('PORT', new URL(receiver.url).port) }, inTime()),
    );
    expect(error).toBeInstanceOf(DeliveryRefusedError);
    expect(String(error)).toContain('private');
    expect(receiver.requests.length).toBe(before);
  });

  it.each([
    ['http://127.0.0.1:PORT/hook', true],
    ['http://localhost:PORT/hook', true],
    ['http://169.254.169.254/latest/meta-data', false],
    ['http://10.0.0.1/', false],
    ['http://[fd00::1]/', false],
  ])('connects to this machine alone where only that is allowed: to %s, %s', async (address, isAllowed) => {
    receiver.answer = (response) => response.end();
    const guarded = new WebhookChannel({ secret, agents: new GuardedAgents({ allowPrivate: 'loopback' }) });
    const sent = guarded.send({ ...message, address: address.replace('PORT', new URL(receiver.url).port) }, inTime());
    if (isAllowed) await sent;
    else expect(await errorOf(sent)).toBeInstanceOf(DeliveryRefusedError);
  });

  it('to what is no address that can be posted to is no answer, and nothing worse', async () => {
    const error = await errorOf(webhook.send({ ...message, address: 'ftp://files.example/' }, inTime()));
    expect(error).toBeInstanceOf(ProviderUnavailableError);
  });
});

describe('Web push', () => {
  const browser = aBrowser();
  // The key pair of RFC 8291's example; only this test has it.
  const privateKey = 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw';
  const push = new WebPushChannel({ privateKey, subject: 'mailto:operations@trust.example', agents: onThisMachine });
  let service: HttpReceiver;
  beforeAll(async () => {
    service = await startHttpReceiver();
  });
  afterAll(() => service.stop());
  const address = () => JSON.stringify(browser.subscription(`${service.url}/push/abc`));

  it('is read by the browser, and signed for its push service', async () => {
    service.answer = (response) => response.writeHead(201).end();
    await push.send({ ...message, address: address() }, inTime());
    const { headers, body, path } = lastOf(service);
    expect(path).toBe('/push/abc');
    expect(JSON.parse(browser.decrypt(body))).toEqual({
      id,
      alertId: message.alertId,
      title: message.title,
      body: message.body,
      link: message.link,
    });
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', topic: id.replaceAll('-', '') });
    const [, token = '', key = ''] = /^vapid t=(\S+), k=(\S+)$/.exec(headers.authorization ?? '') ?? [];
    const point = Buffer.from(key, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
    const publicKey = await importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256');
    const { payload } = await jwtVerify(token, publicKey, { audience: service.url });
    expect(payload.sub).toBe('mailto:operations@trust.example');
  });

  it('of a subscription that has ended is refused for good', async () => {
    service.answer = (response) => response.writeHead(410).end();
    expect(await errorOf(push.send({ ...message, address: address() }, inTime()))).toBeInstanceOf(DeliveryRefusedError);
  });

  it.each([
    ['no subscription', () => 'nonsense'],
    [
      'a key that is no point on the curve',
      () =>
        JSON.stringify({
          endpoint: service.url,
          keys: { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: Buffer.alloc(16).toString('base64url') },
        }),
    ],
  ])('with %s is refused for good', async (_claim, wrong) => {
    expect(await errorOf(push.send({ ...message, address: wrong() }, inTime()))).toBeInstanceOf(DeliveryRefusedError);
  });

  it('goes to no private address unless that is allowed', async () => {
    const guarded = new WebPushChannel({
      privateKey,
      subject: 'mailto:operations@trust.example',
      agents: new GuardedAgents({ allowPrivate: 'no' }),
    });
    const before = service.requests.length;
    expect(await errorOf(guarded.send({ ...message, address: address() }, inTime()))).toBeInstanceOf(
      DeliveryRefusedError,
    );
    expect(service.requests.length).toBe(before);
  });
});
