import { plural, t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { wardsOverviewQuery } from '../api/wards.ts';
import { useMay } from '../components/frame/person.tsx';
import { useWardChoice } from '../components/ward-choice/ward-choice.tsx';
import { Link } from '../navigation/navigation.tsx';
import { pathTo } from '../navigation/paths.ts';
import { sumOfCounts, type WaitingAlerts } from './waiting-counts.ts';

/** The alerts that wait on the ward chosen, or on all. */
export function useAlertCounts(): WaitingAlerts {
  const { wardId } = useWardChoice();
  return sumOfCounts(useQuery(wardsOverviewQuery).data?.wards ?? [], wardId);
}

/** How many alerts wait for an answer, always in view. */
export function AlertCounts({ counts }: { readonly counts: WaitingAlerts }) {
  const mayOpen = useMay('view-patients');
  const { unanswered, overdue } = counts;
  const words = t`${plural(unanswered, { one: '# unanswered alert', other: '# unanswered alerts' })}`;
  return (
    <p className="hw-waiting">
      {mayOpen ? <Link href={pathTo.alerts}>{words}</Link> : words}
      {overdue > 0 && <strong className="hw-overdue">{t`${overdue} overdue`}</strong>}
    </p>
  );
}
