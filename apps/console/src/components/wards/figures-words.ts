import type { BedFigures } from '#libs/contracts';
import { t } from '@lingui/core/macro';

/** `12 of 15 open beds taken (80%), 1 free, 2 reserved, 2 closed.` Above the capacity is said, not hidden. */
export function figuresWords(figures: BedFigures): readonly string[] {
  const { open, occupied, occupancyShown, closed, reserved, free, onLeave, waiting, overCapacity, overrides } = figures;
  const share = occupancyShown === null ? '' : ` (${occupancyShown})`;
  const { today, tomorrow } = figures.expectedDischarges;
  return [
    t`${occupied} of ${open} open beds taken` + share,
    t`${free} free`,
    ...some(reserved, t`${reserved} reserved`),
    ...some(closed, t`${closed} closed`),
    ...some(onLeave, t`${onLeave} on leave`),
    ...some(waiting, t`${waiting} waiting`),
    ...some(overCapacity, t`${overCapacity} over capacity`),
    ...some(overrides, t`${overrides} admitted beyond capacity with a reason`),
    t`expected to leave: ${today} today, ${tomorrow} tomorrow`,
  ];
}

const some = (count: number, words: string): readonly string[] => (count === 0 ? [] : [words]);
