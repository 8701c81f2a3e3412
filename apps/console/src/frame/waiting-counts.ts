import type { WardId, WardsOverview } from '#libs/contracts';

/** Alerts without an answer, and those of them whose time to be answered has passed. */
export interface WaitingAlerts {
  readonly unanswered: number;
  readonly overdue: number;
}

/** The alerts that wait on one ward, or on all where it is null. */
export function sumOfCounts(
  counts: readonly Pick<WardsOverview['wards'][number], 'ward' | 'unanswered' | 'overdue'>[],
  wardId: WardId | null,
): WaitingAlerts {
  const counted = counts.filter(({ ward }) => wardId === null || ward.id === wardId);
  return {
    unanswered: counted.reduce((sum, ward) => sum + ward.unanswered, 0),
    overdue: counted.reduce((sum, ward) => sum + ward.overdue, 0),
  };
}
