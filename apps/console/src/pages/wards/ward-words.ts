import { tiers } from '#libs/clinical';
import type { WardOverview } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { lowerTier } from '../../components/words/risk-words.ts';

/** `2 high, 1 medium, 4 low, 1 not scored`: how many patients of a ward are at each tier. */
export function tierCountWords(counts: WardOverview['tiers']): string {
  const known = tiers.toReversed().map((tier) => ({ count: counts[tier], words: lowerTier(tier) }));
  const said = [...known, { count: counts.unscored, words: t`not scored` }].filter(({ count }) => count > 0);
  return said.length === 0
    ? t`No patients`
    : t`Patients by score: ${said.map(({ count, words }) => `${String(count)} ${words}`).join(', ')}`;
}

/** `3 unanswered alerts, 1 open task, 2 patients with observations overdue`. */
export function waitingWords(overview: WardOverview): string {
  const { unanswered, openTasks, observationsOverdue } = overview;
  const said = [
    t`${plural(unanswered, { one: '# unanswered alert', other: '# unanswered alerts' })}`,
    ...(openTasks === 0 ? [] : [t`${plural(openTasks, { one: '# open task', other: '# open tasks' })}`]),
    ...(observationsOverdue === 0
      ? []
      : [
          t`${plural(observationsOverdue, { one: '# patient with observations overdue', other: '# patients with observations overdue' })}`,
        ]),
  ];
  return said.join(', ');
}
