import type {
  AlertId,
  DeviceId,
  EventId,
  Instant,
  NoteId,
  NotificationId,
  PatientId,
  ReferralId,
  StayId,
  TaskId,
  WardId,
} from '#libs/contracts';

/**
 * What has changed, by reference: the group at the top finds out whom it concerns and how it is shown when it is sent, if
 * anyone is watching.
 */
export type LiveChange =
  | {
      readonly kind: 'observation';
      readonly patientId: PatientId;
      readonly takenAt: Instant;
      readonly setId: EventId;
    }
  | { readonly kind: 'score'; readonly patientId: PatientId; readonly at: Instant }
  | { readonly kind: 'alert'; readonly alertId: AlertId }
  | { readonly kind: 'stay'; readonly stayId: StayId }
  | { readonly kind: 'task'; readonly taskId: TaskId }
  | { readonly kind: 'note'; readonly noteId: NoteId; readonly patientId: PatientId }
  | { readonly kind: 'notification'; readonly notificationId: NotificationId; readonly personId: string }
  | { readonly kind: 'technical-alert'; readonly technicalAlertId: EventId }
  | {
      readonly kind: 'referral';
      readonly referralId: ReferralId;
      /** That it is for, or was for before; none while it names no ward. */
      readonly wardIds: readonly WardId[];
    }
  | { readonly kind: 'flags'; readonly patientId: PatientId }
  | { readonly kind: 'plan'; readonly patientId: PatientId }
  | { readonly kind: 'ward'; readonly wardId: WardId }
  | { readonly kind: 'device'; readonly deviceId: DeviceId }
  | {
      readonly kind: 'quarantine';
      readonly quarantinedId: EventId;
      readonly deviceId: string;
      readonly patientId: PatientId | null;
    };

export type LiveChangeOf<Kind extends LiveChange['kind']> = Extract<LiveChange, { kind: Kind }>;

/** The changes of one kind, in order. */
export function ofKind<Kind extends LiveChange['kind']>(
  changes: readonly LiveChange[],
  kind: Kind,
): readonly LiveChangeOf<Kind>[] {
  return changes.filter((change): change is LiveChangeOf<Kind> => change.kind === kind);
}

/** Whether those who watch are told at once, or some milliseconds later together with what comes until then. */
export type Urgency = 'at-once' | 'routine';

/** What sets of readings bring by the thousand, and what follows from them: no alert waits for it. */
const routineKinds: ReadonlySet<LiveChange['kind']> = new Set(['observation', 'score', 'task', 'notification']);

export const urgencyOf = (changes: readonly LiveChange[]): Urgency =>
  changes.every(({ kind }) => routineKinds.has(kind)) ? 'routine' : 'at-once';

/** A change as it is kept, with the W3C traceparent of the work that made it, where that is traced. */
export type TracedChange = LiveChange & { readonly trace?: string };

/** Consecutive changes of one transaction. */
export interface LiveBatch {
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly changes: readonly TracedChange[];
}

/** The part of a batch that is not after the position. */
export function batchUpTo(batch: LiveBatch, position: number): LiveBatch {
  if (batch.lastPosition <= position) return batch;
  const kept = Math.max(0, position - batch.firstPosition + 1);
  return { ...batch, lastPosition: position, changes: batch.changes.slice(0, kept) };
}

/** What is kept of the stream: all changes after `base`, up to `head`. */
export interface StreamBounds {
  readonly base: number;
  readonly head: number;
}
