import { lookOf } from './looks.ts';

export interface DayChartKeyProps {
  /** Of the lines, in their order. */
  readonly names: readonly string[];
  /** Null where there is no interval. */
  readonly interval: string | null;
}

/** Which line is which, each with its dashes. */
export function DayChartKey({ names, interval }: DayChartKeyProps) {
  return (
    <ul className="hw-day-chart__key">
      {names.map((name, index) => {
        const { colour, dash } = lookOf(index);
        return (
          <li key={name}>
            <svg width="32" height="8" aria-hidden="true">
              <line
                className={`hw-day-chart__sample hw-day-chart__sample--${colour}`}
                x1="0"
                x2="32"
                y1="4"
                y2="4"
                strokeDasharray={dash.join(' ')}
              />
            </svg>{' '}
            {name}
          </li>
        );
      })}
      {interval !== null && (
        <li>
          <svg width="32" height="12" aria-hidden="true">
            <rect className="hw-day-chart__band" width="32" height="12" />
          </svg>{' '}
          {interval}
        </li>
      )}
    </ul>
  );
}
