export interface Bar {
  readonly key: string;
  /** What the bar is of, for who points at it: `21 Nov: 0.25`. */
  readonly words: string;
  /** Null where there is none. */
  readonly value: number | null;
}

export interface BarChartProps {
  readonly title: string;
  readonly unit: string;
  /** The same in words: what the chart shows as a whole. */
  readonly label: string;
  readonly bars: readonly Bar[];
  /** What stands below the first bar and below the last. */
  readonly ends: readonly [from: string, until: string];
  /** How the top of the chart is written. */
  readonly valueWords: (value: number) => string;
}

const [width, height] = [600, 120];

/** A value for each of many things in a row, such as days, as columns. A table beside it has the same in numbers. */
export function BarChart({ title, unit, label, bars, ends, valueWords }: BarChartProps) {
  const most = Math.max(0, ...bars.map(({ value }) => value ?? 0));
  const step = width / Math.max(1, bars.length);
  return (
    <figure className="hw-bars">
      <figcaption>
        <strong>{title}</strong> <span className="hw-bars__unit">{unit}</span>
      </figcaption>
      <div className="hw-bars__top" aria-hidden="true">
        {most > 0 && valueWords(most)}
      </div>
      <svg
        className="hw-bars__plot"
        viewBox={`0 0 ${String(width)} ${String(height)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {bars.map(({ key, words, value }, index) => {
          const tall = most === 0 ? 0 : ((value ?? 0) / most) * height;
          return (
            <rect
              key={key}
              className="hw-bars__bar"
              x={index * step}
              width={step * 0.8}
              y={height - tall}
              height={tall}
            >
              <title>{words}</title>
            </rect>
          );
        })}
      </svg>
      <div className="hw-bars__ends" aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
    </figure>
  );
}
