import { tiers } from '#libs/clinical';
import type { Alert, BoardRow } from '#libs/contracts';

type Ranked = Pick<BoardRow, 'alerts' | 'score' | 'familyName' | 'givenName' | 'patientId'>;

/**
 * Puts a board in order, highest risk first: by the open alert's tier (one nobody has taken up before one somebody has),
 * then by what the newest score proves, then by what it could still be, then by name. Whoever has no score comes after
 * those who have one.
 */
export function compareBoardRows(one: Ranked, other: Ranked): number {
  return (
    alertUrgency(other.alerts) - alertUrgency(one.alerts) ||
    scoreUrgency(other) - scoreUrgency(one) ||
    one.familyName.localeCompare(other.familyName, 'en-GB') ||
    one.givenName.localeCompare(other.givenName, 'en-GB') ||
    (one.patientId < other.patientId ? -1 : 1)
  );
}

/** Most urgent first: by tier, then raised before acknowledged, then whose response is due first. */
export function compareAlerts(one: Alert, other: Alert): number {
  return urgencyOf(other) - urgencyOf(one) || (one.responseDueAt < other.responseDueAt ? -1 : 1);
}

function alertUrgency(alerts: readonly Alert[]): number {
  return Math.max(0, ...alerts.map(urgencyOf));
}

function urgencyOf(alert: Alert): number {
  return tiers.indexOf(alert.tier) * 2 + (alert.state === 'raised' ? 1 : 0);
}

// One number, so that the criteria after the first only decide between equals of those before: 21 possible scores, 4 tiers.
function scoreUrgency({ score }: Ranked): number {
  if (score === null) return -1;
  return (tiers.indexOf(score.tier) * 21 + score.min) * 21 + score.max;
}
