import { instant } from '#libs/contracts';
import type { AlertRecord } from './alert-decision.ts';
import { isCalling, nextDueAt } from './escalation.ts';

/** Later than this is late: a timer is looked for twice a second. */
const lateAfterMs = 60_000;

/** What an audit finds about the open alerts. */
export interface EscalationFindings {
  /** What is to happen to them by itself should have happened by now. */
  readonly late: readonly AlertRecord[];
  /** They call people and do not escalate: something has lost their next step. */
  readonly stuck: readonly AlertRecord[];
}

/** Looks for alerts whose next step is late or missing. */
export function auditEscalations(open: readonly AlertRecord[], now: Date): EscalationFindings {
  const latest = instant(now.getTime() - lateAfterMs);
  return {
    late: open.filter((alert) => {
      const dueAt = nextDueAt(alert);
      return dueAt !== null && dueAt < latest;
    }),
    stuck: open.filter((alert) => isCalling(alert) && (alert.escalation?.nextStepAt ?? null) === null),
  };
}
