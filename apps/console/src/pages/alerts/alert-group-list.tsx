import { AlertGroupCard } from '../../components/alerts/alert-group-card.tsx';
import { useMay } from '../../components/frame/person.tsx';
import type { AlertGroup } from './alert-groups.ts';

export interface AlertGroupListProps {
  readonly groups: readonly AlertGroup[];
  readonly now: number;
  /** The heading that the list is under; left out where it is the page's own. */
  readonly under?: string;
}

/** Alerts by patient, in the order that is given. */
export function AlertGroupList({ groups, now, under }: AlertGroupListProps) {
  const canRespond = useMay('act-on-alerts');
  return groups.map(({ patientId, alerts }) => (
    <AlertGroupCard
      key={patientId}
      patientId={patientId}
      alerts={alerts}
      ward={alerts[0].wardName}
      now={now}
      canRespond={canRespond}
      under={under}
    />
  ));
}
