import type { Chart, ChartScore } from './chart.ts';
import type { Tier } from './tiers.ts';

const tierNames: Readonly<Record<Tier, string>> = {
  low: 'low',
  'low-medium': 'low–medium',
  medium: 'medium',
  high: 'high',
};

export type ExplainedScore = Pick<
  ChartScore,
  'min' | 'max' | 'missing' | 'tier' | 'highestTier' | 'scale' | 'components'
>;

/**
 * A score in a line, in the words of its chart: `NEWS2 8 (high): respiration rate 3, SpO2 2, pulse 2, temperature 1`.
 * Parameters with no points are left out. A partial score names its range and what is missing, and is called low only when
 * nothing missing could raise it: `NEWS2 3–13 (at least low–medium, up to high): respiration rate 3; missing: oxygen,
 * temperature`.
 */
export function reasonInWords(score: ExplainedScore, chart: Chart): string {
  const number = score.min === score.max ? String(score.min) : `${String(score.min)}–${String(score.max)}`;
  const scale = score.scale === 2 ? ', SpO2 scale 2' : '';
  const parameters = chart.file.parameters;
  const points = parameters.flatMap((parameter) => pointsInWords(score, parameter));
  const missing = parameters.filter(({ name }) => score.missing.includes(name)).map(({ title }) => title);
  return [
    `${chart.title} ${number} (${tierInWords(score)}${scale})`,
    points.length === 0 ? '' : `: ${points.join(', ')}`,
    missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`,
  ].join('');
}

function tierInWords({ tier, highestTier }: ExplainedScore): string {
  if (tier === highestTier) return tierNames[tier];
  if (tier === 'low') return `up to ${tierNames[highestTier]}`;
  return `at least ${tierNames[tier]}, up to ${tierNames[highestTier]}`;
}

function pointsInWords(
  { components, missing }: ExplainedScore,
  { name, title }: { readonly name: string; readonly title: string },
): readonly string[] {
  const points = components[name];
  if (points === null || points === undefined) {
    return missing.includes(name) ? [] : [`${title} by whether oxygen is given`];
  }
  return points === 0 ? [] : [`${title} ${String(points)}`];
}
