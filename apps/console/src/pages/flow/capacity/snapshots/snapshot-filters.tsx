import type { SnapshotQuery } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { snapshotDays, type SnapshotDays } from '../../../../api/capacity.ts';
import { Choice } from '../../../../components/choice/choice.tsx';
import { WardFilter } from '../ward-filter.tsx';
import type { SeriesName } from './snapshot-days.ts';
import type { SnapshotView } from './snapshot-filter.ts';

export interface SnapshotFiltersProps {
  readonly view: SnapshotView;
  /** Every published series that can stand beside one's own. */
  readonly names: readonly SeriesName[];
  readonly onChange: (view: SnapshotView) => void;
}

/** Of which ward, how often, for how long, and beside what. */
export function SnapshotFilters({ view, names, onChange }: SnapshotFiltersProps) {
  return (
    <div className="hw-filters">
      <WardFilter wardId={view.wardId} onChange={(wardId) => onChange({ ...view, wardId })} />
      <Choice
        label={t`How often`}
        value={view.every}
        choices={(['day', 'week', 'month'] as const).map((value) => ({ value, words: everyWords(value) }))}
        onChange={(every) => onChange({ ...view, every, days: every === 'month' ? 365 : view.days })}
      />
      <Choice
        label={t`Period`}
        value={view.days}
        choices={snapshotDays.map((value) => ({ value, words: periodWords(value) }))}
        onChange={(days) => onChange({ ...view, days })}
      />
      {names.length > 0 && (
        <Choice<string>
          label={t`Beside the published series of`}
          value={view.beside ?? ''}
          choices={[{ value: '', words: t`None` }, ...names.map(({ key, name }) => ({ value: key, words: name }))]}
          onChange={(beside) => onChange({ ...view, beside: beside === '' ? null : beside })}
        />
      )}
    </div>
  );
}

function everyWords(every: SnapshotQuery['every']): string {
  switch (every) {
    case 'day':
      return t`Every day`;
    case 'week':
      return t`Weekly, on Thursdays`;
    case 'month':
      return t`Monthly, on the last Thursday`;
  }
}

function periodWords(days: SnapshotDays): string {
  switch (days) {
    case 28:
      return t`The last 28 days`;
    case 91:
      return t`The last 13 weeks`;
    case 365:
      return t`The last year`;
  }
}
