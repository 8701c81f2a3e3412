import type { Alert } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { use, useMemo } from 'react';
import { admittedStaysQuery } from '../../api/staff.ts';
import { useMyTeams } from '../../components/alerts/use-my-teams.ts';
import { PersonContext } from '../../components/frame/person.tsx';
import { useLive } from '../../live/use-live.ts';
import { isMine, type Mine } from './is-mine.ts';

/** Whether an alert is the person's own; of all, where that is not asked. */
export function useIsMine(isAsked: boolean): (alert: Alert) => boolean {
  const personId = use(PersonContext)?.id ?? '';
  const client = useQueryClient();
  const teamIds = useMyTeams(isAsked);
  const stays = useQuery({ ...admittedStaysQuery, enabled: isAsked }).data?.items;
  useLive({
    wardId: isAsked ? null : undefined,
    onEvents: (events) => {
      if (!events.some(({ event }) => event === 'stay' || event === 'reset')) return;
      void client.invalidateQueries({ queryKey: admittedStaysQuery.queryKey });
    },
  });
  return useMemo(() => {
    if (!isAsked) return () => true;
    const own = stays?.filter(({ responsible }) => responsible?.person.id === personId) ?? [];
    const mine: Mine = { personId, teamIds, patientIds: new Set(own.map(({ patientId }) => patientId)) };
    return (alert: Alert) => isMine(alert, mine);
  }, [isAsked, stays, personId, teamIds]);
}
