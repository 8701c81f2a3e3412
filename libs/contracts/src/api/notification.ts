import { z } from 'zod';
import { AlertTier } from '../events/condition.ts';
import { AlertId, EventId, NotificationId, PatientId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PageQuery } from './page.ts';

/** How people are reached: `console` is a browser in which they are signed in, the others are contact methods. */
const notificationChannels = ['console', 'email', 'sms', 'web-push', 'webhook'] as const;
export const NotificationChannel = z.enum(notificationChannels);
export type NotificationChannel = z.infer<typeof NotificationChannel>;

export const NotificationState = z.enum(['pending', 'delivered', 'failed', 'superseded']);
export type NotificationState = z.infer<typeof NotificationState>;

/** `test` is one that a person sent to themselves, `technical` is about Homeward itself. */
export const NotificationKind = z.enum(['alert', 'test', 'technical']);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** One attempt at delivering a notification, or the reason why none was made. */
export const NotificationAttempt = z.object({
  at: Instant,
  /**
   * `refused` for good; `no-answer` in time, or one that may change; `not-tried` since the provider is down; `held-back` by
   * quiet hours; `given-up` since its time was over, or there is no way of contact.
   */
  outcome: z.enum(['delivered', 'refused', 'no-answer', 'not-tried', 'held-back', 'given-up']),
  /** What the provider answered, or why none was asked. */
  detail: z.string(),
});
export type NotificationAttempt = z.infer<typeof NotificationAttempt>;

/** Text for a person, without more of the patient than the ward allows. */
export const NotificationWords = z.object({ title: z.string().min(1), body: z.string() });
export type NotificationWords = z.infer<typeof NotificationWords>;

/** One entry of the ledger: one person, one channel, one step of an alert's escalation. It ends in exactly one way. */
export const Notification = z.object({
  id: NotificationId,
  kind: NotificationKind,
  /** Null for what is about no alert. */
  alertId: AlertId.nullable(),
  /** Of a `technical` one: the technical alert that it is about. */
  technicalAlertId: EventId.nullable(),
  patientId: PatientId.nullable(),
  /** Of the escalation: which run, which of its steps, and which repetition of the step. */
  run: z.number().int(),
  step: z.number().int(),
  round: z.number().int(),
  tier: AlertTier,
  personId: z.string(),
  personName: z.string(),
  channel: NotificationChannel,
  /** As it was when the notification was made; null for the console, and for those who may not see how others are reached. */
  address: z.string().nullable(),
  words: NotificationWords,
  state: NotificationState,
  /** Why it ended as it did; null while it is pending. */
  reason: z.string().nullable(),
  /** Oldest first. */
  attempts: z.array(NotificationAttempt),
  createdAt: Instant,
  /** When it is tried next; null for the console, and once it has ended. */
  nextAttemptAt: Instant.nullable(),
  /** When it gives way to the person's next channel; null for the console, which gives way to none. */
  deliverBy: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type Notification = z.infer<typeof Notification>;

/** `GET /notifications`: newest first. */
export const NotificationQuery = PageQuery.extend({
  alertId: AlertId.optional(),
  personId: z.string().min(1).optional(),
  state: NotificationState.optional(),
});
export type NotificationQuery = z.infer<typeof NotificationQuery>;

/** `POST /people/me/test-notification`. */
export const TestNotification = z.object({ channel: NotificationChannel });
export type TestNotification = z.infer<typeof TestNotification>;

/** A message that was kept here instead of being sent, since its channel has no provider. */
export const SentMessage = z.object({
  /** That of its notification. */
  id: NotificationId,
  alertId: AlertId.nullable(),
  personId: z.string(),
  personName: z.string(),
  channel: NotificationChannel,
  address: z.string(),
  title: z.string(),
  body: z.string(),
  sentAt: Instant,
});
export type SentMessage = z.infer<typeof SentMessage>;

/** `GET /sent-messages`: newest first. */
export const SentMessageQuery = PageQuery.extend({
  personId: z.string().min(1).optional(),
  alertId: AlertId.optional(),
  channel: NotificationChannel.optional(),
});
export type SentMessageQuery = z.infer<typeof SentMessageQuery>;
