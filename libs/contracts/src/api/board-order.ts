import { news2Chart, type Tier, tiers } from '#libs/clinical';
import type { Alert } from './alert.ts';
import { compareAlerts, isOpenAlert } from './alert-order.ts';
import type { BoardRow } from './ward.ts';

/** The patient's most urgent open alert; undefined where there is none. */
export function openAlertOf(row: BoardRow): Alert | undefined {
  return row.alerts.filter(isOpenAlert).toSorted(compareAlerts)[0];
}

/**
 * The score that a row stands by: none where NEWS2 is not for the patient, though there may be one from before. A score
 * by another chart, which a pathway has for its patients, is one as any other.
 */
export function scoreThatCounts({ score, exclusion }: Pick<BoardRow, 'score' | 'exclusion'>): BoardRow['score'] {
  return score !== null && isScoreCounted(score.ruleSet, exclusion) ? score : null;
}

/** Whether a score by a chart counts for a patient whom NEWS2 may not be for. */
export function isScoreCounted(ruleSet: string, exclusion: BoardRow['exclusion']): boolean {
  return exclusion === null || ruleSet !== news2Chart.id;
}

/**
 * The order of the board, on the wire and on the screen, most urgent first: by the certain tier or the tier of an unanswered
 * alert, whichever is the more urgent; then unanswered before answered, of which an alert that only late readings show
 * counts as low risk; then by how far the score may reach, its least and its most. A patient who has not been scored, or is
 * not scored for now, comes with those whose score is still open, before those who are known to be at low risk; one who
 * cannot be scored comes last. Ties go by name, so that rows do not jump.
 */
export function compareBoardRows(one: BoardRow, other: BoardRow): number {
  const left = rank(one);
  const right = rank(other);
  for (const [index, value] of left.entries()) {
    const difference = (right[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return (
    one.familyName.localeCompare(other.familyName, 'en-GB') ||
    one.givenName.localeCompare(other.givenName, 'en-GB') ||
    one.patientId.localeCompare(other.patientId, 'en-GB')
  );
}

function rank(row: BoardRow): readonly number[] {
  const alert = openAlertOf(row);
  // What only late readings tell is to be looked at, not run for: it does not stand before those who are ill now.
  const unanswered = alert?.state === 'raised' ? urgencyOf(alert.late ? 'low' : alert.tier) : -1;
  const score = scoreThatCounts(row);
  const certain = score === null ? 0 : urgencyOf(score.tier);
  const isUnclear = score === null || row.notScored !== null;
  const possible = isUnclear ? urgencyOf('high') : urgencyOf(score.highestTier);
  if (row.exclusion !== null && score === null) {
    // Without a chart, what is open is all that is known of how ill they are, answered or not.
    const open = alert === undefined || alert.late ? -1 : urgencyOf(alert.tier);
    return [Math.max(open, unanswered), unanswered, -1, -1, -1];
  }
  return [Math.max(certain, unanswered), unanswered, possible, score?.min ?? 0, score?.max ?? 20];
}

const urgencyOf = (tier: Tier): number => tiers.indexOf(tier);
