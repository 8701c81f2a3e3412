import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { Timers } from '#libs/timers';
import { CommandsService } from '../../commands/commands.service.ts';
import { CLOCK, SETTINGS, TIMERS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import type { NotificationRecord } from '../notifications/notification-record.ts';
import { NotificationsService } from '../notifications/notifications.service.ts';
import { RepliesStore } from './replies.store.ts';
import {
  ReplyCodeUnknownError,
  ReplyLinkExpiredError,
  ReplyLinkInvalidError,
  SmsReplyRefusedError,
  TooManyRepliesError,
} from './reply-errors.ts';
import type { ReplyResult } from '../notifications/reply-outcome.ts';
import { readToken, replyCode, sameSecret, senderDigest, tokenHolds } from '../notifications/reply-token.ts';
import { ReplyWaysService } from '../notifications/reply-ways.service.ts';

const attemptsWithinMs = 15 * 60_000;
const mostAttempts = 5;
const hourMs = 60 * 60_000;

/**
 * Takes what people reply to notifications, by a signed link or an SMS code: each acknowledges the alert in the name of the
 * person whom the notification was for, and does nothing else.
 */
@Injectable()
export class RepliesService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ClinicianSettings,
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly store: RepliesStore,
    private readonly ways: ReplyWaysService,
    private readonly notifications: NotificationsService,
  ) {
    timers.repeat({
      kind: 'retention-of-reply-attempts',
      everyMilliseconds: hourMs,
      work: (now) => this.store.deleteBefore(new Date(now.getTime() - attemptsWithinMs)),
    });
  }

  /**
   * The notification that a link is for. Changes nothing: what scans mail follows links.
   *
   * @throws ReplyLinkInvalidError
   * @throws ReplyLinkExpiredError
   */
  async linked(token: string): Promise<NotificationRecord> {
    const { key } = this.ways;
    if (key === undefined) throw new ReplyLinkExpiredError();
    const read = readToken(token);
    const record = read && (await this.notifications.find(read.id));
    if (read === undefined || record === undefined) throw new ReplyLinkInvalidError();
    if (!tokenHolds(key, subjectOf(record), read)) throw new ReplyLinkInvalidError();
    if (this.ways.needsSignIn(record) || this.clock.now().getTime() >= read.expiresAt * 1000)
      throw new ReplyLinkExpiredError();
    return record;
  }

  /** Acknowledges by a link. @throws as `linked`. */
  async byLink(token: string): Promise<ReplyResult> {
    return this.#acknowledge(await this.linked(token), 'link');
  }

  /**
   * Acknowledges by the code in an SMS.
   *
   * @param authorization the header of what passes the reply on.
   * @throws SmsReplyRefusedError
   * @throws TooManyRepliesError
   * @throws ReplyCodeUnknownError
   */
  async bySms(
    { from, text }: { readonly from: string; readonly text: string },
    authorization: string | undefined,
  ): Promise<ReplyResult> {
    const { key } = this.ways;
    const { SMS_REPLY_TOKEN: expected } = this.settings;
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    if (key === undefined || expected === undefined || !sameSecret(key, given, expected))
      throw new SmsReplyRefusedError();
    const digits = from.replaceAll(/\D/g, '');
    const now = this.clock.now();
    const since = new Date(now.getTime() - attemptsWithinMs);
    if ((await this.store.attempt(senderDigest(key, digits), now, since)) > mostAttempts)
      throw new TooManyRepliesError();
    const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? '';
    const sent = await this.notifications.sentBySms(digits, new Date(now.getTime() - 24 * hourMs));
    const record = sent.find((one) => sameSecret(key, replyCode(key, subjectOf(one)), code));
    if (record === undefined) throw new ReplyCodeUnknownError();
    if (this.ways.needsSignIn(record)) throw new SmsReplyRefusedError();
    return this.#acknowledge(record, 'sms');
  }

  /** @throws ReplyLinkExpiredError where there is no alert to be acknowledged. */
  async #acknowledge({ alertId, run, person }: NotificationRecord, way: 'link' | 'sms'): Promise<ReplyResult> {
    let result: ReplyResult | undefined;
    await this.commands.execute('acknowledge-by-reply', { by: person }, async (command) => {
      if (alertId === null) return;
      await this.notifications.replied.run(command, {
        ...{ alertId, run, person, way },
        answer: (answer) => {
          result = answer;
        },
      });
    });
    if (result === undefined) throw new ReplyLinkExpiredError();
    return result;
  }
}

const subjectOf = ({ id, person }: NotificationRecord) => ({ id, personId: person.id });
