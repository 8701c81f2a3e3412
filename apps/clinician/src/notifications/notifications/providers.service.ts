import { Injectable } from '@nestjs/common';
import type { NotificationAttempt } from '#libs/contracts';
import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';
import type { Channel, OutgoingMessage } from '../channels/channel.ts';
import { ChannelsService } from '../channels/channels.service.ts';
import { DeliveryRefusedError, ProviderUnavailableError } from '../channels/delivery-errors.ts';
import { type ReplyWays, ReplyWaysService } from './reply-ways.service.ts';
import type { NotificationRecord } from './notification-record.ts';

/** What became of one attempt. */
export interface SendingResult {
  readonly outcome: Extract<NotificationAttempt['outcome'], 'delivered' | 'refused' | 'no-answer' | 'not-tried'>;
  readonly detail: string;
}

/** After so many failures in a row a provider counts as down, and is asked again after so long. */
const failuresInARow = 5;
const askAgainAfterMilliseconds = 15_000;
/** Receivers of webhooks are as many as people enter. */
const mostProviders = 1000;

/**
 * Sends by the channels. A provider that fails again and again is left alone for a while, so that what waits for it goes on by
 * other channels instead of by one deadline after another. Each process finds that out for itself.
 */
@Injectable()
export class ProvidersService {
  readonly #circuits = new Map<string, CircuitBreakerPolicy>();

  constructor(
    private readonly channels: ChannelsService,
    private readonly ways: ReplyWaysService,
  ) {}

  /** Asks the provider once, until the signal aborts. What goes wrong is a result, too. */
  async send(
    record: NotificationRecord,
    { signal, at }: { readonly signal: AbortSignal; readonly at: Date },
  ): Promise<SendingResult> {
    const channel = this.channels.find(record.channel);
    if (channel === undefined || record.address === null)
      return { outcome: 'refused', detail: 'this channel is not offered any more' };
    const message = messageOf(record, { address: record.address, at, ways: this.ways.of(record) });
    try {
      const answer = await this.#circuitOf(channel, message).execute(() => answerOf(channel, message, signal));
      return { outcome: 'delivered', detail: answer };
    } catch (error) {
      return resultOf(error);
    }
  }

  #circuitOf(channel: Channel, { address }: OutgoingMessage): CircuitBreakerPolicy {
    const key = `${channel.channel} ${channel.providerOf(address)}`;
    const known = this.#circuits.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#circuits.keys();
    if (this.#circuits.size >= mostProviders && oldest !== undefined) this.#circuits.delete(oldest);
    const circuit = circuitBreaker(
      // What is refused is the fault of a message or an address.
      handleWhen((error) => !(error instanceof DeliveryRefusedError)),
      { breaker: new ConsecutiveBreaker(failuresInARow), halfOpenAfter: askAgainAfterMilliseconds },
    );
    this.#circuits.set(key, circuit);
    return circuit;
  }
}

/** Ends with the signal, whether or not the channel does. */
async function answerOf(channel: Channel, message: OutgoingMessage, signal: AbortSignal): Promise<string> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const end = (): void => {
    reject(new ProviderUnavailableError('no answer in time'));
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([channel.send(message, { signal }), deadline]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function messageOf(
  { id, alertId, person, words }: NotificationRecord,
  { address, at, ways }: { readonly address: string; readonly at: Date; readonly ways: ReplyWays },
): OutgoingMessage {
  const { link, code } = ways;
  return { id, alertId, personId: person.id, personName: person.name, address, ...words, link, code, at };
}

function resultOf(error: unknown): SendingResult {
  if (error instanceof BrokenCircuitError) return { outcome: 'not-tried', detail: 'the provider is down' };
  const detail = error instanceof Error ? error.message : String(error);
  return { outcome: error instanceof DeliveryRefusedError ? 'refused' : 'no-answer', detail };
}
