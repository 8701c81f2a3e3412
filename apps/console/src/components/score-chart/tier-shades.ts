import type { ChartFile, ChartParameter, Tier } from '#libs/clinical';

/** Totals from `from` up to `to` make the tier by themselves. */
export interface TierShade {
  readonly from: number;
  readonly to: number;
  readonly tier: Tier;
}

/** The most points that a set of values can have on a chart. */
export const mostPoints = (file: ChartFile): number =>
  file.parameters.reduce((total, parameter) => total + mostOf(parameter), 0);

function mostOf(parameter: ChartParameter): number {
  switch (parameter.form) {
    case 'bands': {
      const { bands, scale2 } = parameter;
      return Math.max(...[...bands, ...(scale2?.onAir ?? []), ...(scale2?.onOxygen ?? [])].map(({ points }) => points));
    }
    case 'choice':
      return Math.max(...Object.values(parameter.points));
    case 'oxygen':
      return Math.max(parameter.air, parameter.oxygen);
  }
}

/**
 * Which totals make which tier, half a point beside each. What a single parameter makes, such as low–medium by a 3, cannot be
 * seen from a total.
 */
export function tierShades(file: ChartFile): readonly TierShade[] {
  const byTotal = file.tiers
    .flatMap(({ tier, totalAtLeast }) => (totalAtLeast === undefined ? [] : [{ tier, totalAtLeast }]))
    .toSorted((one, other) => one.totalAtLeast - other.totalAtLeast);
  return byTotal.map(({ tier, totalAtLeast }, index) => ({
    tier,
    from: totalAtLeast - 0.5,
    to: (byTotal[index + 1]?.totalAtLeast ?? mostPoints(file) + 1) - 0.5,
  }));
}
