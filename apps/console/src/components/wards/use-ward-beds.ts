import type { WardId } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { wardsOverviewQuery } from '../../api/wards.ts';

export interface WardBeds {
  readonly id: WardId;
  readonly name: string;
  readonly free: number;
  /** The ward by name, with how many beds are free: as one of a few choices. */
  readonly words: string;
}

/** Every ward with its free beds, by name; undefined until it is known. */
export function useWardBeds(): readonly WardBeds[] | undefined {
  const overview = useQuery(wardsOverviewQuery);
  return overview.data?.wards.map(({ ward, bedsFree }) => ({
    id: ward.id,
    name: ward.name,
    free: Math.max(0, bedsFree),
    words:
      bedsFree > 0
        ? t`${plural(bedsFree, { one: `${ward.name}: # bed free`, other: `${ward.name}: # beds free` })}`
        : t`${ward.name}: full`,
  }));
}
