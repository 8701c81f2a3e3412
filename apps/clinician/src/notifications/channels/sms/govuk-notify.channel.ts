import { SignJWT } from 'jose';
import type { Channel, OutgoingMessage } from '../channel.ts';
import { postToProvider } from '../http-provider.client.ts';
import { apiKeyOf } from './govuk-notify-key.ts';
import { textOfSms } from './text-of-sms.ts';

/** Where GOV.UK Notify answers unless another address is set. */
export const govukNotifyUrl = 'https://api.notifications.service.gov.uk';

/** SMS by GOV.UK Notify, which signs in by a token that is made for each request and holds for seconds. */
export class GovukNotifyChannel implements Channel {
  readonly channel = 'sms';
  readonly #url: string;
  readonly #serviceId: string;
  readonly #secret: Uint8Array;
  readonly #templateId: string;

  constructor(provider: { readonly url: string; readonly apiKey: string; readonly templateId: string }) {
    const { serviceId, secret } = apiKeyOf(provider.apiKey);
    this.#url = new URL('/v2/notifications/sms', provider.url).href;
    this.#serviceId = serviceId;
    this.#secret = new TextEncoder().encode(secret);
    this.#templateId = provider.templateId;
  }

  providerOf(): string {
    return 'sms';
  }

  async send(message: OutgoingMessage, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(this.#serviceId)
      .setIssuedAt(Math.floor(message.at.getTime() / 1000))
      .sign(this.#secret);
    return postToProvider({
      url: this.#url,
      signal,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        phone_number: message.address,
        template_id: this.#templateId,
        personalisation: { text: textOfSms(message) },
        reference: message.id,
      }),
    });
  }
}
