import { SnapshotQuery, WardId } from '#libs/contracts';
import { snapshotDays, type SnapshotFilter } from '../../../../api/capacity.ts';
import { pathTo } from '../../../../navigation/paths.ts';

/** What is on screen: which snapshots, and what of the published series stands beside them. */
export interface SnapshotView extends SnapshotFilter {
  /** Which series (`seriesKey`); null for none. */
  readonly beside: string | null;
}

/** What the address asks for: `?ward=…&every=week&days=91&beside=QYG`. */
export function snapshotViewIn(search: string): SnapshotView {
  const asked = new URLSearchParams(search);
  return {
    wardId: WardId.safeParse(asked.get('ward')).data ?? null,
    every: SnapshotQuery.shape.every.safeParse(asked.get('every') ?? undefined).data ?? 'day',
    days: snapshotDays.find((days) => days === Number(asked.get('days'))) ?? 28,
    beside: asked.get('beside') === '' ? null : asked.get('beside'),
  };
}

export function addressOfSnapshots({ wardId, every, days, beside }: SnapshotView): string {
  const asked = new URLSearchParams({ every, days: String(days) });
  if (wardId !== null) asked.set('ward', wardId);
  if (beside !== null) asked.set('beside', beside);
  return `${pathTo.capacitySnapshots}?${asked.toString()}`;
}
