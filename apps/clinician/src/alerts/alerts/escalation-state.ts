import type { AlertEscalation, EventId } from '#libs/contracts';

/** How far an alert has escalated, as it is kept. */
export interface EscalationState extends AlertEscalation {
  /** Rises each time that the alert is raised anew: what was sent before belongs to another run. */
  readonly run: number;
  /** The technical alert for which its next step waits; null where it does not wait for one. */
  readonly mutedBy: EventId | null;
}

/** The escalation as the API has it. */
export function shownEscalation(state: EscalationState | null): AlertEscalation | null {
  if (state === null) return null;
  const { policyId, policyVersion, step, round, nextStepAt, ended } = state;
  return { policyId, policyVersion, step, round, nextStepAt, ended };
}
