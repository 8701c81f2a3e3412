import type { Alert } from '#libs/contracts';
import { partOf } from './alert-part.ts';

/** Alerts of one patient that are one line: the most urgent, and those that its acknowledgement answers as well. */
export interface AlertLine {
  readonly first: Alert;
  readonly others: readonly Alert[];
}

/**
 * The lines of a patient's alerts.
 *
 * @param alerts of one patient, the most urgent first: an acknowledgement answers what is no more urgent.
 */
export function alertLines(alerts: readonly Alert[]): readonly AlertLine[] {
  return [...Map.groupBy(alerts, lineOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ first, others }],
  );
}

/** What is raised waits for one answer; what one person sees to is theirs; everything else stands by itself. */
function lineOf(alert: Alert): string {
  const { id, state, late, owner, handedTo } = alert;
  if (partOf(alert) !== 'calling' || late) return id;
  return state === 'raised' ? 'raised' : `${owner?.id ?? ''} ${handedTo?.teamId ?? ''}`;
}
