import { NotificationId } from '#libs/contracts';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a reply is bound to: one notification of one person. */
export interface ReplySubject {
  readonly id: NotificationId;
  readonly personId: string;
}

/** A token whose form is right; whether it holds, only its notification says. */
export interface ReadToken {
  readonly id: NotificationId;
  /** In seconds since 1970. */
  readonly expiresAt: number;
  readonly signature: string;
}

const form = /^([0-9a-f-]{36})\.([0-9a-z]{1,9})\.([\w-]{43})$/u;

/** The token of a link by which the person acknowledges what the notification is about. It can be used for nothing else. */
export function replyToken(key: Uint8Array, subject: ReplySubject, expires: Date): string {
  const expiresAt = Math.floor(expires.getTime() / 1000);
  return `${subject.id}.${expiresAt.toString(36)}.${signatureOf(key, subject, expiresAt).toString('base64url')}`;
}

/** @returns undefined for what cannot be a token. */
export function readToken(token: string): ReadToken | undefined {
  const [, uuid, expires, signature] = form.exec(token) ?? [];
  const id = NotificationId.safeParse(uuid);
  if (!id.success || expires === undefined || signature === undefined) return undefined;
  return { id: id.data, expiresAt: Number.parseInt(expires, 36), signature };
}

/** Whether the token was made for this notification and person. Takes as long whatever is wrong with it. */
export function tokenHolds(key: Uint8Array, subject: ReplySubject, { expiresAt, signature }: ReadToken): boolean {
  return sameBytes(signatureOf(key, subject, expiresAt), Buffer.from(signature, 'base64url'));
}

/** The six digits that a person sends back by SMS to acknowledge what the notification is about. */
export function replyCode(key: Uint8Array, { id, personId }: ReplySubject): string {
  const digest = createHmac('sha256', key).update(['sms-code', id, personId].join('\n')).digest();
  // 48 bits of 256: the remainder favours no code noticeably.
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

/** Whether two secrets are the same, in a time that does not depend on where they differ. */
export function sameSecret(key: Uint8Array, one: string, other: string): boolean {
  const digestOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(digestOf(one), digestOf(other));
}

/** Stands for a telephone number where only attempts are counted. */
export const senderDigest = (key: Uint8Array, number: string): string =>
  createHmac('sha256', key).update(`sender\n${number}`).digest('hex');

function signatureOf(key: Uint8Array, { id, personId }: ReplySubject, expiresAt: number): Buffer {
  return createHmac('sha256', key)
    .update(['acknowledge-link', id, personId, String(expiresAt)].join('\n'))
    .digest();
}

const sameBytes = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);
