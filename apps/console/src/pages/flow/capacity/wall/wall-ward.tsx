import type { CapacityFigures } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { none } from '../capacity-words.ts';

export interface WallWardProps {
  readonly name: string;
  readonly figures: CapacityFigures;
  /** Across the whole width, below the wards. */
  readonly isTotal?: boolean;
  /** Where there are so many wards that each has little room: what is asked most, alone. */
  readonly isBrief?: boolean;
}

/** What is asked of a ward most: whether it has a bed. The rest below, smaller. */
export function WallWard({ name, figures, isTotal = false, isBrief = false }: WallWardProps) {
  const { open, occupied, waiting, reserved, closed, occupancyShown, expectedDischarges } = figures;
  const facts: readonly (readonly [term: string, value: string | number])[] = [
    [t`waiting`, waiting],
    [t`of ${open} occupied`, occupied],
    [t`occupancy`, occupancyShown ?? none],
    ...(isBrief
      ? []
      : ([
          [t`leave today`, expectedDischarges.today],
          [t`reserved`, reserved],
          [t`closed`, closed],
        ] as const)),
  ];
  return (
    <li className={`hw-wall__ward hw-wall__ward--${roomOf(figures)}${isTotal ? ' hw-wall__ward--total' : ''}`}>
      <h2>{name}</h2>
      <p className="hw-wall__free">{isTotal ? totalWords(figures) : freeWords(figures)}</p>
      <meter
        className="hw-beds__meter"
        min={0}
        max={Math.max(1, open)}
        value={Math.min(occupied, open)}
        aria-label={t`Occupancy`}
      />
      <dl className="hw-wall__facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function roomOf({ overCapacity, free }: CapacityFigures): 'over' | 'full' | 'free' {
  if (overCapacity > 0) return 'over';
  return free === 0 ? 'full' : 'free';
}

function freeWords({ overCapacity, free }: CapacityFigures): string {
  if (overCapacity > 0) return t`${overCapacity} over`;
  if (free === 0) return t`Full`;
  return t`${free} free`;
}

/** What is free on one ward does not make up for what is too much on another. */
function totalWords({ overCapacity, free }: CapacityFigures): string {
  return overCapacity > 0 ? t`${free} free, ${overCapacity} over` : t`${free} free`;
}
