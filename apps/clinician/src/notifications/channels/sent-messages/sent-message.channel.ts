import { type ContactChannel } from '#libs/contracts';
import type { Channel, OutgoingMessage } from '../channel.ts';
import type { SentMessagesStore } from './sent-messages.store.ts';

/** Stands in for a channel that has no provider: its messages are kept, to be read on a page, and go nowhere. */
export class SentMessageChannel implements Channel {
  constructor(
    readonly channel: ContactChannel,
    private readonly store: SentMessagesStore,
  ) {}

  providerOf(): string {
    return 'sent-messages';
  }

  async send(message: OutgoingMessage): Promise<string> {
    const { link, body, at, ...rest } = message;
    await this.store.add({
      ...rest,
      channel: this.channel,
      body: [body, ...(link === undefined ? [] : [link])].join('\n'),
      sentAt: at,
    });
    return 'kept under Sent messages: this channel has no provider';
  }
}
