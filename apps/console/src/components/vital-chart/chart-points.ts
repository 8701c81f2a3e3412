import type { ObservationCode } from '#libs/clinical';
import type { ChartedObservation } from '#libs/contracts';

/** One reading on a chart: seconds since 1970, as the chart wants them, and the value. */
export interface ChartPoint {
  readonly atSeconds: number;
  readonly value: number;
}

/** The numeric readings of one code, oldest first; what is no number (an answer, "on oxygen") is not charted. */
export function chartPoints(observations: readonly ChartedObservation[], code: ObservationCode): readonly ChartPoint[] {
  return observations
    .flatMap((observation) =>
      observation.code === code && typeof observation.value === 'number'
        ? [{ atSeconds: Date.parse(observation.takenAt) / 1000, value: observation.value }]
        : [],
    )
    .toSorted((one, other) => one.atSeconds - other.atSeconds);
}

/** The chart in a sentence, for those who cannot see it. */
export function chartSummary(name: string, unit: string, points: readonly ChartPoint[]): string {
  const newest = points.at(-1);
  if (newest === undefined) return `${name}: no readings in this time.`;
  const values = points.map((point) => point.value);
  const count = points.length === 1 ? '1 reading' : `${String(points.length)} readings`;
  return `${name}: newest ${String(newest.value)} ${unit}, lowest ${String(Math.min(...values))}, highest ${String(Math.max(...values))}, ${count}.`;
}
