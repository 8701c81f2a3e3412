import { instant } from '#libs/contracts';
import type { AlertRecord } from './alert-decision.ts';
import { isCalling, nextDueAt } from './escalation.ts';

/** Later than this is late: a timer is looked for twice a second. */
const lateAfterMs = 60_000;

/** What an audit finds about the open alerts. */
export interface EscalationFindings {
  /** What is to happen to them by itself should have happened by now. */
  readonly late: readonly AlertRecord[];
  /**
   * They call people and do not escalate: something has lost their next step, or it waits for longer than any policy lets one,
   * since it was set by a clock that was ahead.
   */
  readonly stuck: readonly AlertRecord[];
}

/**
 * The time that steps are judged by: this process's clock, or that of the database where ours is behind it. A replica whose clock
 * is hours behind would otherwise find every step of the others put off too far, and begin it anew.
 */
export function timeToJudgeBy(now: Date, clocks: { readonly system: Date; readonly database: Date }): Date {
  return new Date(now.getTime() + Math.max(0, clocks.database.getTime() - clocks.system.getTime()));
}

/**
 * Looks for alerts whose next step is late or missing.
 *
 * @param longestWaitMs the longest that a step of any of their policies lets the next one wait.
 */
export function auditEscalations(
  open: readonly AlertRecord[],
  { now, longestWaitMs }: { readonly now: Date; readonly longestWaitMs: number },
): EscalationFindings {
  const furthest = instant(now.getTime() + longestWaitMs + lateAfterMs);
  const latest = instant(now.getTime() - lateAfterMs);
  return {
    late: open.filter((alert) => {
      const dueAt = nextDueAt(alert);
      return dueAt !== null && dueAt < latest;
    }),
    stuck: open.filter((alert) => {
      if (!isCalling(alert)) return false;
      const { nextStepAt = null, mutedBy = null } = alert.escalation ?? {};
      return nextStepAt === null || (mutedBy === null && nextStepAt > furthest);
    }),
  };
}
