import type { Bar } from './bar-chart.tsx';

export interface BarRowsProps {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** What a whole bar stands for; left out for the greatest value. */
  readonly most?: number;
  readonly valueWords: (value: number | null) => string;
}

/** A value for each of a few things with names, as rows: what each is, how much, and a bar that says the same. */
export function BarRows({ title, unit, bars, most: whole, valueWords }: BarRowsProps) {
  const most = whole ?? Math.max(0, ...bars.map(({ value }) => value ?? 0));
  return (
    <figure className="hw-bars">
      <figcaption>
        <strong>{title}</strong> <span className="hw-bars__unit">{unit}</span>
      </figcaption>
      <ul className="hw-bars__rows">
        {bars.map(({ key, words, value }) => (
          <li key={key}>
            <span>{words}</span> <span className="hw-bars__value">{valueWords(value)}</span>
            <svg className="hw-bars__row" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect className="hw-bars__bar" width={most === 0 ? 0 : ((value ?? 0) / most) * 100} height="6" />
            </svg>
          </li>
        ))}
      </ul>
    </figure>
  );
}
