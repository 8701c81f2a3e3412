import type { AlertEventKind, AlertId, AlertOutcome, AlertState, Condition, StayId } from '#libs/contracts';

/** One entry of the audit of an alert, as far as it says what people were asked and what they did. */
export interface AlertHistoryEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: AlertEventKind;
  /** Which step was notified; undefined for what is no step. */
  readonly step: number | undefined;
  /** The alert as it was from then on. */
  readonly state: AlertState;
  readonly responseDueAt: number;
  /** Whether a response counted as awaited: not of an alert that is snoozed, or that only late readings show. */
  readonly isAwaited: boolean;
  readonly outcome: AlertOutcome | null;
}

/** An alert, and everything that happened to it, oldest first. */
export interface AlertHistory {
  readonly id: AlertId;
  readonly stayId: StayId;
  readonly condition: Condition;
  readonly raisedAt: number;
  readonly events: readonly AlertHistoryEvent[];
}
