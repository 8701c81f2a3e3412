import type { CapacityFigures } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { none, percentWords } from './capacity-words.ts';

/** How full it is, as a bar and in words; what `100%*` stands for is said, not hidden. */
export function Occupancy({ figures }: { readonly figures: CapacityFigures }) {
  const { occupied, open, occupancy, occupancyShown, overCapacity } = figures;
  return (
    <div className="hw-occupancy">
      <meter
        className="hw-beds__meter"
        min={0}
        max={Math.max(1, open)}
        value={Math.min(occupied, open)}
        aria-label={t`Occupancy`}
      />
      <span>{occupancyShown ?? none}</span>
      {overCapacity > 0 && (
        <strong className="hw-overdue">
          {occupancy === null || occupancy <= 1 ? t`${overCapacity} over` : t`Over: ${percentWords(occupancy)}`}
        </strong>
      )}
    </div>
  );
}
