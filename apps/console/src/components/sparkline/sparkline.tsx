import type { BoardRow } from '#libs/contracts';

export interface SparklineProps {
  readonly points: readonly BoardRow['trend'][number][];
  /** The same in words. */
  readonly label: string;
  /** The most points that the chart gives. */
  readonly most?: number;
}

const [width, height, edge] = [72, 20, 2];

/** How a score went, as a small curve: a step for each score, a bar where it is a range. */
export function Sparkline({ points, label, most = 20 }: SparklineProps) {
  const times = points.map(({ at }) => Date.parse(at));
  const [from = 0, until = 1] = [times[0], times.at(-1)];
  const x = (time: number): number => edge + ((time - from) / Math.max(1, until - from)) * (width - 2 * edge);
  const y = (value: number): number => height - edge - (Math.min(value, most) / most) * (height - 2 * edge);
  const line = points.map(({ max }, index) => `${String(x(times[index] ?? from))},${String(y(max))}`).join(' ');
  const last = points.at(-1);
  return (
    <svg className="hw-sparkline" viewBox={`0 0 ${String(width)} ${String(height)}`} role="img" aria-label={label}>
      {points.map(({ at, min, max }) =>
        min === max ? null : (
          <line
            key={at}
            className="hw-sparkline__range"
            x1={x(Date.parse(at))}
            x2={x(Date.parse(at))}
            y1={y(min)}
            y2={y(max)}
          />
        ),
      )}
      <polyline className="hw-sparkline__line" points={line} />
      {last !== undefined && <circle className="hw-sparkline__last" cx={x(until)} cy={y(last.max)} r="2.5" />}
    </svg>
  );
}
