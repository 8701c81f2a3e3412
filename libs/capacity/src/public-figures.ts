import { occupancyShown } from './occupancy.ts';

/** Of one ward. */
export interface WardCounts {
  readonly beds: number;
  readonly open: number;
  readonly occupied: number;
  readonly reserved: number;
}

/** Null where a number is suppressed. */
export interface PublicFigures {
  readonly beds: number;
  readonly open: number;
  readonly occupied: number | null;
  readonly free: number | null;
  readonly occupancyShown: string | null;
}

/** So few people that they could be recognised: 1 to 4. */
const isSmall = (count: number): boolean => count > 0 && count < 5;

/**
 * What anybody may know of the wards and of all together. `open` − `free` is how many beds are occupied or reserved, and
 * less `occupied` it is how many are reserved: each of the three counts people, so none of them is given, nor can be worked
 * out, where it is from 1 to 4. Of two that would give away the third, `free` is kept: a care coordination centre asks for
 * it. A total would give away by subtraction what one ward withholds: there is none then.
 */
export function publicFigures(wards: readonly WardCounts[]): {
  readonly wards: readonly PublicFigures[];
  readonly total: PublicFigures;
} {
  const shown = wards.map(publicFiguresOf);
  const sum = (of: (ward: WardCounts) => number): number => wards.reduce((total, ward) => total + of(ward), 0);
  const all = { beds: sum(({ beds }) => beds), open: sum(({ open }) => open) };
  if (shown.some(({ occupied, free }) => occupied === null || free === null))
    return { wards: shown, total: { ...all, ...nothing } };
  const total = publicFiguresOf({
    ...all,
    occupied: sum(({ occupied }) => occupied),
    reserved: sum(({ reserved }) => reserved),
  });
  // A ward over capacity has no bed that another could use: what is free is free of each.
  return { wards: shown, total: { ...total, free: shown.reduce((free, ward) => free + (ward.free ?? 0), 0) } };
}

const nothing = { occupied: null, free: null, occupancyShown: null };

function publicFiguresOf({ beds, open, occupied, reserved }: WardCounts): PublicFigures {
  const taken = occupied + reserved;
  const free = isSmall(taken) ? null : Math.max(0, open - taken);
  const withheld = isSmall(occupied) || (isSmall(reserved) && free !== null);
  return {
    beds,
    open,
    free,
    ...(withheld
      ? { occupied: null, occupancyShown: null }
      : { occupied, occupancyShown: occupancyShown(occupied, open) }),
  };
}
