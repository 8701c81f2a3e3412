import type { Channel, OutgoingMessage } from '../channel.ts';
import { postToProvider } from '../http-provider.client.ts';
import { textOfSms } from './text-of-sms.ts';

/** SMS by any provider that takes `{to, text, reference}` as JSON; `reference` stays the same when it is tried again. */
export class GenericSmsChannel implements Channel {
  readonly channel = 'sms';

  constructor(private readonly provider: { readonly url: string; readonly token: string }) {}

  providerOf(): string {
    return 'sms';
  }

  send(message: OutgoingMessage, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const { url, token } = this.provider;
    return postToProvider({
      url,
      signal,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': message.id,
      },
      body: JSON.stringify({ to: message.address, text: textOfSms(message), reference: message.id }),
    });
  }
}
