import { Inject, Injectable } from '@nestjs/common';
import { type ClinicianParts, PARTS } from '../../parts.module.ts';
import { linkOf } from './link.ts';
import type { NotificationRecord } from './notification-record.ts';
import { replyCode, replyToken } from './reply-token.ts';

const holdsMs = 24 * 60 * 60_000;

/** What a message says about how to reply to it. */
export interface ReplyWays {
  readonly link: string | undefined;
  /** To be sent back by SMS; undefined where no reply can come in so, or none is wanted. */
  readonly code: string | undefined;
}

/** Says how a notification can be replied to: by a signed link and an SMS code, or, where sign-in is asked for, by neither. */
@Injectable()
export class ReplyWaysService {
  /** Undefined where no reply can be signed: then people have to sign in. */
  readonly key: Uint8Array | undefined;
  readonly #needsSignIn: boolean;
  readonly #publicUrl: URL | undefined;
  readonly #takesSms: boolean;

  constructor(@Inject(PARTS) { settings, publicUrl, replyKey }: ClinicianParts) {
    this.key = replyKey;
    this.#needsSignIn = settings.REPLY_NEEDS_SIGN_IN === 'yes';
    this.#takesSms = settings.SMS_REPLY_TOKEN !== undefined;
    this.#publicUrl = publicUrl;
  }

  of(record: NotificationRecord): ReplyWays {
    const { kind, id, person, alertId, channel } = record;
    if (this.key === undefined || kind !== 'alert' || this.needsSignIn(record))
      return { link: this.consoleLink(record), code: undefined };
    const subject = { id, personId: person.id };
    const path = `a?t=${replyToken(this.key, subject, this.expiresAt(record))}`;
    return {
      link: this.#publicUrl && (alertId === null ? this.consoleLink(record) : new URL(path, this.#publicUrl).href),
      code: channel === 'sms' && this.#takesSms ? replyCode(this.key, subject) : undefined,
    };
  }

  /** Whether a person has to sign in to acknowledge: as the ward has it, and otherwise as the service is set. */
  needsSignIn({ replyNeedsSignIn }: Pick<NotificationRecord, 'replyNeedsSignIn'>): boolean {
    return replyNeedsSignIn ?? this.#needsSignIn;
  }

  /** Where the console has what it is about. */
  consoleLink({ alertId }: Pick<NotificationRecord, 'alertId'>): string | undefined {
    return this.#publicUrl && linkOf(alertId, this.#publicUrl);
  }

  /** Until when it can be replied to. */
  expiresAt({ createdAt }: Pick<NotificationRecord, 'createdAt'>): Date {
    return new Date(createdAt.getTime() + holdsMs);
  }
}
