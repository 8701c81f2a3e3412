import { Inject, Injectable } from '@nestjs/common';
import {
  type ContactChannel,
  decodeCursor,
  instant,
  type Page,
  pageFromRows,
  type Person,
  type SentMessage,
  type SentMessageQuery,
} from '#libs/contracts';
import type { Timers } from '#libs/timers';
import { z } from 'zod';
import { TIMERS } from '../../../parts.module.ts';
import type { Channel } from '../channel.ts';
import { messageAsSeen } from './message-as-seen.ts';
import { SentMessageChannel } from './sent-message.channel.ts';
import { SentMessagesStore } from './sent-messages.store.ts';

const cursor = z.tuple([z.iso.datetime(), z.uuid()]);
const hourMs = 60 * 60_000;
const keepDays = 30;

/** Keeps the messages of channels that have no provider, for 30 days, where people can read what would have been sent. */
@Injectable()
export class SentMessagesService {
  constructor(
    private readonly store: SentMessagesStore,
    @Inject(TIMERS) timers: Timers,
  ) {
    timers.repeat({
      kind: 'retention-of-sent-messages',
      everyMilliseconds: hourMs,
      work: (now) => this.store.deleteBefore(new Date(now.getTime() - keepDays * 24 * hourMs)),
    });
  }

  /** What delivers by that channel instead of a provider. */
  channel(channel: ContactChannel): Channel {
    return new SentMessageChannel(channel, this.store);
  }

  /**
   * @param by is shown how to reply to their own messages alone.
   * @throws InvalidCursorError
   */
  async list(query: SentMessageQuery, by: Person): Promise<Page<SentMessage>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, cursor));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: ({ sentAt, ...message }) => messageAsSeen({ ...message, sentAt: instant(sentAt) }, by),
      keysOf: ({ sentAt, id }) => [instant(sentAt), id],
    });
  }
}
