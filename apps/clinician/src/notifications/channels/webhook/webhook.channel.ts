import { Webhook } from 'standardwebhooks';
import type { Channel, OutgoingMessage } from '../channel.ts';
import type { GuardedAgents } from '../guarded-agents.client.ts';
import { postToProvider } from '../http-provider.client.ts';

/** Webhooks, signed as Standard Webhooks has it. `webhook-id` stays the same when it is tried again. */
export class WebhookChannel implements Channel {
  readonly channel = 'webhook';
  readonly #signer: Webhook;
  readonly #agents: GuardedAgents;

  constructor({ secret, agents }: { readonly secret: string; readonly agents: GuardedAgents }) {
    this.#signer = new Webhook(secret);
    this.#agents = agents;
  }

  providerOf(address: string): string {
    return URL.parse(address)?.host ?? 'webhook';
  }

  send(message: OutgoingMessage, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const { id, alertId, personId, address, title, body, link, at } = message;
    const payload = JSON.stringify({
      type: 'notification',
      timestamp: at.toISOString(),
      data: { id, alertId, personId, title, body, link: link ?? null },
    });
    return postToProvider({
      url: address,
      agent: this.#agents.for(address),
      signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Homeward',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': this.#signer.sign(id, at, payload),
      },
      body: payload,
    });
  }
}
