import { tiers } from '#libs/clinical';
import type { WardOverview } from '#libs/contracts';

/** The most urgent ward first: by its overdue alerts, its worst tier and the patients there, its unanswered alerts; then by name. */
export function byUrgency(one: WardOverview, other: WardOverview): number {
  const [left, right] = [rank(one), rank(other)];
  for (const [index, value] of left.entries()) {
    const difference = (right[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return one.ward.name.localeCompare(other.ward.name, 'en-GB');
}

function rank({ worst, overdue, unanswered }: WardOverview): readonly number[] {
  return [overdue, worst === null ? -1 : tiers.indexOf(worst.tier), worst?.patients ?? 0, unanswered];
}
