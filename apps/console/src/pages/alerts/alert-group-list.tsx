import type { Alert, WardId } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { wardsQuery } from '../../api/queries.ts';
import { AlertGroupCard } from '../../components/alerts/alert-group-card.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { useSteadyOrder } from '../../components/steady-list/use-steady-order.ts';
import { WhatIsNew } from '../../components/steady-list/what-is-new.tsx';
import { alertGroups, groupKey } from './alert-groups.ts';

export interface AlertGroupsProps {
  readonly alerts: readonly Alert[];
  readonly now: number;
  /** What the list answers: the answer to another question is never held back. */
  readonly question: string;
  /** The heading that the list is under; left out where it is the page's own. */
  readonly under?: string;
}

/** Alerts by patient, the most urgent first: a list that stays as it is while a person points at it. */
export function AlertGroups({ alerts, now, question, under }: AlertGroupsProps) {
  const canRespond = useMay('act-on-alerts');
  const groups = useMemo(() => alertGroups(alerts), [alerts]);
  const { shown, newcomers, isReordered, takeUp, props } = useSteadyOrder(groups, groupKey, question);
  const wards = useQuery(wardsQuery).data?.items ?? [];
  const nameOf = (wardId: WardId): string | undefined => wards.find(({ id }) => id === wardId)?.name;
  return (
    <>
      <WhatIsNew
        newcomers={newcomers.length}
        high={newcomers.filter(({ alerts: [first] }) => first.tier === 'high').length}
        isReordered={isReordered}
        onShow={takeUp}
      />
      <div {...props}>
        {shown.map(({ patientId, alerts: ofPatient }) => (
          <AlertGroupCard
            key={patientId}
            patientId={patientId}
            alerts={ofPatient}
            ward={nameOf(ofPatient[0].wardId)}
            now={now}
            canRespond={canRespond}
            under={under}
          />
        ))}
      </div>
    </>
  );
}
