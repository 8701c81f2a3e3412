import { tiers } from '#libs/clinical';
import type { Board } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { alertWords } from '../../../components/words/alert-words.ts';
import { lowerTier, riskWords } from '../../../components/words/risk-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

export interface BoardCountsProps {
  readonly board: Board;
  readonly now: number;
  readonly past: boolean;
}

/** The ward at a glance: patients by the tier of their score, and beside them, apart, the alerts that wait. */
export function BoardCounts({ board, now, past }: BoardCountsProps) {
  const looks = board.rows.map((row) => riskWords(row.score, row.exclusion, row.notScored).look);
  const count = (look: (typeof looks)[number]): number => looks.filter((one) => one === look).length;
  return (
    <div className="hw-counts">
      <ul className="hw-counts__tiers" aria-label={t`Patients by score`}>
        {tiers.toReversed().map((tier) => (
          <li key={tier} className={`hw-count hw-count--${tier}`}>
            <strong>{count(tier)}</strong> {t`at ${lowerTier(tier)} risk`}
          </li>
        ))}
        <li className="hw-count hw-count--unclear">
          <strong>{count('unclear')}</strong> {t`at unclear risk`}
        </li>
      </ul>
      <AlertsAndTasks board={board} now={now} past={past} />
    </div>
  );
}

function AlertsAndTasks({ board, now, past }: BoardCountsProps) {
  const raised = board.rows.flatMap((row) => row.alerts).filter((alert) => alert.state === 'raised');
  const overdue = raised.filter((alert) => alertWords(alert, now).overdue).length;
  const tasks = board.rows.reduce((sum, row) => sum + row.tasks, 0);
  const words = alertCountWords(raised.length, raised.filter(({ tier }) => tier === 'high').length);
  const taskWords = t`${plural(tasks, { one: '# open task', other: '# open tasks' })}`;
  return (
    <p className="hw-counts__alerts">
      {past ? words : <Link href={`${pathTo.alerts}?ward=${board.ward.id}`}>{words}</Link>}
      {overdue > 0 && <strong className="hw-overdue">{t`${overdue} overdue`}</strong>}
      {!past && tasks > 0 && <Link href={pathTo.wardTasks(board.ward.id)}>{taskWords}</Link>}
    </p>
  );
}

/** `3 unanswered alerts, 2 of them high`: alerts are counted as alerts, whatever the score says by now. */
function alertCountWords(raised: number, high: number): string {
  const words = t`${plural(raised, { one: '# unanswered alert', other: '# unanswered alerts' })}`;
  return high === 0 ? words : t`${words}, ${high} of them high`;
}
