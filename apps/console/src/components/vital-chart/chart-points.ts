import { consciousnessLevels, type ObservationCode } from '#libs/clinical';
import type { ChartedObservation, ObservationValue } from '#libs/contracts';

/** One reading on a chart: seconds since 1970, as the chart wants them, and the value. */
export interface ChartPoint {
  readonly atSeconds: number;
  readonly value: number;
}

/**
 * How high a value is on its chart: a number as it is, consciousness by its index in ACVPU, oxygen 1 and air 0 (its
 * flow is in the table; often only "on oxygen" is known). Undefined for what cannot be charted, such as an answer.
 */
function heightOf(code: ObservationCode, value: ObservationValue): number | undefined {
  if (code === 'supplemental-oxygen') return value === false || value === 0 ? 0 : 1;
  if (code === 'consciousness') {
    const level = consciousnessLevels.findIndex((one) => one === value);
    return level < 0 ? undefined : level;
  }
  return typeof value === 'number' ? value : undefined;
}

/** The readings of one code that can be charted and have not been retracted, oldest first. */
export function chartPoints(observations: readonly ChartedObservation[], code: ObservationCode): readonly ChartPoint[] {
  return observations
    .flatMap((observation) => {
      const counts = observation.code === code && observation.retracted === null;
      const height = counts ? heightOf(code, observation.value) : undefined;
      return height === undefined ? [] : [{ atSeconds: Date.parse(observation.takenAt) / 1000, value: height }];
    })
    .toSorted((one, other) => one.atSeconds - other.atSeconds);
}

/** The chart in a sentence, for those who cannot see it. */
export function chartSummary(
  points: readonly ChartPoint[],
  { name, words }: { readonly name: string; readonly words: (value: number) => string },
): string {
  const newest = points.at(-1);
  if (newest === undefined) return `${name}: no readings in this time.`;
  const values = points.map((point) => point.value);
  const count = points.length === 1 ? '1 reading' : `${String(points.length)} readings`;
  return `${name}: newest ${words(newest.value)}, from ${words(Math.min(...values))} to ${words(Math.max(...values))}, ${count}.`;
}
