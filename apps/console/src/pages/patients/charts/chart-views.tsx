import { t } from '@lingui/core/macro';
import type { ChartView } from './chart-address.ts';

export interface ChartViewsProps {
  readonly view: ChartView['view'];
  readonly onView: (view: ChartView['view']) => void;
}

/** Chooses between curves and the observation chart. */
export function ChartViews({ view, onView }: ChartViewsProps) {
  const choices = [
    { value: 'curves', words: t`Curves` },
    { value: 'chart', words: t`Observation chart` },
  ] as const;
  return (
    <fieldset className="hw-hours">
      <legend className="nhsuk-u-visually-hidden">{t`How it is shown`}</legend>
      {choices.map(({ value, words }) => (
        <label key={value} className="hw-hours__choice">
          <input type="radio" name="chart-view" checked={view === value} onChange={() => onView(value)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
