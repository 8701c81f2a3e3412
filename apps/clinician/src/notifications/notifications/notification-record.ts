import type {
  AlertId,
  AlertTier,
  EventId,
  Notification,
  NotificationAttempt,
  NotificationKind,
  NotificationId,
  NotificationState,
  NotificationWords,
  NotificationChannel,
  PatientId,
  PersonReference,
} from '#libs/contracts';
import type { ContactMethod, QuietHours } from '../channels/contact-method.ts';

/** What a notification is about and where it stands in its escalation; the same for all channels of one person. */
export interface NotificationCause {
  readonly kind: NotificationKind;
  readonly alertId: AlertId | null;
  readonly technicalAlertId: EventId | null;
  readonly patientId: PatientId | null;
  readonly run: number;
  readonly step: number;
  readonly round: number;
  readonly tier: AlertTier;
  readonly person: PersonReference;
  readonly words: NotificationWords;
  readonly deliverWithinSeconds: number;
  /** As the person had them when the first notification was made; null where they do not apply. */
  readonly quietHours: QuietHours | null;
  /** Whether people have to sign in to acknowledge, as the ward had it then; null where that is as the service says. */
  readonly replyNeedsSignIn: boolean | null;
}

/** A row of the ledger. */
export interface NotificationRecord extends NotificationCause {
  readonly id: NotificationId;
  readonly channel: NotificationChannel;
  readonly address: string | null;
  /** The methods that come after this one, as the person had them when the first notification was made. */
  readonly furtherMethods: readonly NumberedMethod[];
  readonly state: NotificationState;
  readonly reason: string | null;
  readonly attempts: readonly NotificationAttempt[];
  /** How many times it was taken in hand. */
  readonly tries: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly deliverBy: Date | null;
  readonly endedAt: Date | null;
}

/** A contact method and which it is among the person's methods of its channel, from 0. */
export interface NumberedMethod extends ContactMethod {
  readonly number: number;
}

/** What ends pending notifications before they are delivered. */
export type SupersededBecause =
  'acknowledged' | 'resolved' | 'snoozed' | 'newer-step' | 'undone' | 'withdrawn' | 'stay-ended' | 'not-seen';

/** What each state is counted for: at any moment the sum of the four is what was created. */
export type NotificationSums = Readonly<Record<Notification['state'] | 'created', number>>;
