import type { Channel, OutgoingMessage } from '../channel.ts';
import { DeliveryRefusedError } from '../delivery-errors.ts';
import type { GuardedAgents } from '../guarded-agents.client.ts';
import { postToProvider } from '../http-provider.client.ts';
import { encryptedPush, mostPayloadBytes } from './encrypted-push.ts';
import { pushSubscriptionOf } from './push-subscription.ts';
import { vapidAuthorization } from './vapid.ts';

/** For so long a push service keeps a message for a browser that is not there. */
const keepSeconds = 60 * 60;

/** Web push: encrypted for the browser, so that the push service between reads nothing. */
export class WebPushChannel implements Channel {
  readonly channel = 'web-push';

  constructor(
    private readonly parts: { readonly privateKey: string; readonly subject: string; readonly agents: GuardedAgents },
  ) {}

  providerOf(address: string): string {
    return URL.parse(pushSubscriptionOf(address)?.endpoint ?? '')?.host ?? 'web-push';
  }

  async send(message: OutgoingMessage, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const subscription = pushSubscriptionOf(message.address);
    if (subscription === undefined) throw new DeliveryRefusedError('the address is no push subscription');
    const { endpoint } = subscription;
    const { agents, ...vapid } = this.parts;
    const authorization = await vapidAuthorization(vapid, { endpoint, at: message.at });
    return postToProvider({
      url: endpoint,
      agent: agents.for(endpoint),
      signal,
      headers: {
        authorization,
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        ttl: String(keepSeconds),
        urgency: 'high',
        // A message that comes again takes the place of the first one: 32 characters at most.
        topic: message.id.replaceAll('-', ''),
      },
      body: encrypt(payloadOf(message), subscription),
    });
  }
}

function encrypt(payload: Buffer, subscription: Parameters<typeof encryptedPush>[1]): Buffer {
  try {
    return encryptedPush(payload, subscription);
  } catch {
    // The only part of it that comes from outside is the key.
    throw new DeliveryRefusedError('the key of the push subscription is no point on P-256');
  }
}

function payloadOf({ id, alertId, title, body, link }: OutgoingMessage): Buffer {
  const whole = Buffer.from(JSON.stringify({ id, alertId, title, body, link }));
  if (whole.length <= mostPayloadBytes) return whole;
  return Buffer.from(JSON.stringify({ id, alertId, title: title.slice(0, 200), body: body.slice(0, 500), link }));
}
