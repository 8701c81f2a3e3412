import type { Alert, EventId, Instant, PatientId, Stay, Task, WardId } from '#libs/contracts';

/**
 * A change that somebody watching a ward wants to see. What there is much of is referred to and looked up when it is
 * sent, if anybody is there to see it; alerts, stays and tasks, of which there are few, are kept as they were at that moment,
 * so that a resumed stream tells the same story.
 */
export type LiveChange = { readonly wardId: WardId } & (
  | {
      readonly kind: 'observation';
      readonly patientId: PatientId;
      readonly takenAt: Instant;
      readonly setId: EventId;
    }
  | { readonly kind: 'score'; readonly patientId: PatientId; readonly at: Instant }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'stay'; readonly stay: Stay }
  | { readonly kind: 'task'; readonly task: Task }
);

/** Consecutive changes of one transaction. */
export interface LiveBatch {
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly changes: readonly LiveChange[];
}

/** One change, and everything that is sent of it: the texts of its events in order. */
export interface LiveFrames {
  readonly position: number;
  readonly wardId: WardId;
  readonly events: readonly string[];
}
