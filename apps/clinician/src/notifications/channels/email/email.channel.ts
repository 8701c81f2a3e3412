import { createTransport } from 'nodemailer';
import type { Channel, OutgoingMessage } from '../channel.ts';
import { DeliveryRefusedError, ProviderUnavailableError } from '../delivery-errors.ts';

/** Each step of a conversation may take so long; the signal ends the whole of it. */
const stepMilliseconds = 10_000;

/** E-mail by SMTP, in plain text: one connection a message, so that a server that hangs holds up nothing else. */
export class EmailChannel implements Channel {
  readonly channel = 'email';
  readonly #transport;
  readonly #from: string;
  readonly #domain: string;

  constructor({ url, from }: { readonly url: string; readonly from: string }) {
    this.#transport = createTransport({
      url,
      connectionTimeout: stepMilliseconds,
      greetingTimeout: stepMilliseconds,
      socketTimeout: stepMilliseconds,
      dnsTimeout: stepMilliseconds,
      // What a message contains is text, never a file or an address to fetch from.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.#from = from;
    this.#domain = /@([^<>\s@]+?)>?$/u.exec(from)?.[1] ?? 'localhost';
  }

  providerOf(): string {
    return 'smtp';
  }

  async send(message: OutgoingMessage, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const { id, address, title, body, link, at } = message;
    try {
      const { response } = await this.#transport.sendMail({
        from: this.#from,
        to: { name: message.personName, address },
        subject: title,
        text: [body, ...(link === undefined ? [] : [link])].join('\n\n'),
        messageId: `<${id}@${this.#domain}>`,
        date: at,
        priority: 'high',
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal,
      });
      return response.slice(0, 300);
    } catch (error) {
      throw failureOf(error, signal);
    }
  }
}

/** Refused for good is what the server says with 5xx of the message or its address; a sign-in that fails is our own fault. */
function failureOf(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return new ProviderUnavailableError('no answer in time');
  const { code, responseCode, message } = factsOf(error);
  const text = message.replaceAll(/\s+/gu, ' ').slice(0, 300);
  const permanent = responseCode !== undefined && responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return permanent ? new DeliveryRefusedError(text) : new ProviderUnavailableError(text);
}

function factsOf(error: unknown): { code?: unknown; responseCode?: number; message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    message: error.message,
    ...('code' in error && { code: error.code }),
    ...('responseCode' in error && typeof error.responseCode === 'number' && { responseCode: error.responseCode }),
  };
}
