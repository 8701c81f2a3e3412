import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { PushSubscription } from './web-push/push-subscription.ts';

/** A request that a receiver got. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A real HTTP server of the test's own. */
export interface HttpReceiver {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** How it answers from now on; at first with 200. */
  answer: (response: ServerResponse, request: ReceivedRequest) => void;
  stop(): Promise<void>;
}

export async function startHttpReceiver(): Promise<HttpReceiver> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) };
      requests.push(received);
      receiver.answer(response, received);
    });
  });
  const receiver: HttpReceiver = {
    url: await listening(server),
    requests,
    answer: (response) => response.end('taken'),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return receiver;
}

const listening = async (server: ReturnType<typeof createServer>): Promise<string> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${String(portOf(server.address()))}`;
};

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}

/** A message that the mail server has taken. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly source: string;
}

export interface MailReceiver {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** Says why a recipient is refused: with a code of three digits first. Undefined: taken. */
  refuse: (recipient: string) => string | undefined;
  stop(): Promise<void>;
}

/** A real mail server of the test's own. */
export async function startMailReceiver(): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, answer) => {
      const refusal = receiver.refuse(address);
      if (refusal === undefined) answer();
      else answer(Object.assign(new Error(refusal.slice(4)), { responseCode: Number(refusal.slice(0, 3)) }));
    },
    onData: (stream, { envelope }, answer) => {
      void text(stream).then((source) => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), source });
        answer();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const receiver: MailReceiver = {
    url: `smtp://127.0.0.1:${String(portOf(server.server.address()))}`,
    mails,
    refuse: () => undefined,
    stop: () => new Promise<void>((done) => server.close(done)),
  };
  return receiver;
}

/** A server that takes connections and never says a word. */
export async function startBlackHole(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: portOf(server.address()),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A browser that has subscribed, and can read what is encrypted for it. */
export interface Browser {
  subscription(endpoint: string): PushSubscription;
  decrypt(body: Buffer): string;
}

export function aBrowser(keys?: { readonly privateKey: string; readonly auth: string }): Browser {
  const pair = createECDH('prime256v1');
  if (keys === undefined) pair.generateKeys();
  else pair.setPrivateKey(Buffer.from(keys.privateKey, 'base64url'));
  const auth = keys === undefined ? randomBytes(16) : Buffer.from(keys.auth, 'base64url');
  const derived = (secret: Buffer, salt: Buffer, [context, bytes]: readonly [Buffer, number]): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, context, bytes));
  return {
    subscription: (endpoint) => ({
      endpoint,
      keys: { p256dh: pair.getPublicKey().toString('base64url'), auth: auth.toString('base64url') },
    }),
    decrypt: (body) => {
      const salt = body.subarray(0, 16);
      const recordBytes = body.readUInt32BE(16);
      const keyEnd = 21 + body.readUInt8(20);
      const senderKey = body.subarray(21, keyEnd);
      const record = body.subarray(keyEnd);
      if (record.length > recordBytes) throw new Error('A notification is one record.');
      const context = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), senderKey]);
      const secret = derived(pair.computeSecret(senderKey), auth, [context, 32]);
      const key = derived(secret, salt, [Buffer.from('Content-Encoding: aes128gcm\0'), 16]);
      const nonce = derived(secret, salt, [Buffer.from('Content-Encoding: nonce\0'), 12]);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(record.subarray(-16));
      const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
      const end = padded.lastIndexOf(2);
      if (end < 0 || padded.subarray(end + 1).some((octet) => octet !== 0)) throw new Error('The padding is wrong.');
      return padded.subarray(0, end).toString('utf8');
    },
  };
}
