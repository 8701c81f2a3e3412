import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

/** A message that the receiver has answered with 200. */
export interface ReceivedMessage {
  /** That of its notification. */
  readonly id: string;
  /** By the clock of this machine, in milliseconds. */
  readonly atMs: number;
}

/** A real HTTP server that takes SMS as a generic provider does, and webhooks. */
export class MessageReceiver {
  readonly taken: ReceivedMessage[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param refuses whether the next message is answered with 500. */
  static async start(refuses: () => boolean = () => false): Promise<MessageReceiver> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const webhookId = request.headers['webhook-id'];
        const id = typeof webhookId === 'string' ? webhookId : referenceOf(body);
        if (refuses()) response.writeHead(500);
        else receiver.taken.push({ id, atMs: Date.now() });
        response.end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver listens on no port.');
    const receiver = new MessageReceiver(server, `http://127.0.0.1:${String(address.port)}`);
    return receiver;
  }

  /** Settings of the clinician service by which its SMS and webhooks come here. */
  get settings(): Readonly<Record<string, string>> {
    return {
      SMS_URL: `${this.url}/sms`,
      SMS_TOKEN: 'a-token-of-a-test',
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
      WEBHOOK_ALLOW_PRIVATE: 'yes',
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

function referenceOf(body: string): string {
  // The provider's contract, which the channel's own test checks.
  return (JSON.parse(body) as { reference: string }).reference;
}
