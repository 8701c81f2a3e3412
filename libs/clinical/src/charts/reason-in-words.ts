import type { Chart, ChartScore, ChartValues } from './chart.ts';
import type { ChartParameter } from './chart-file.ts';
import { valueInWords } from '../vital-signs/value-in-words.ts';
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
 * A score in a line, in the words of its chart: `NEWS2 5 (medium): respiration rate 26 per minute (3 points), SpO2 93 % (2
 * points)`. Points never stand without their value, which they could be taken for. Parameters with no points are left out. A
 * partial score names its range and what is missing, and is called low only when nothing missing could raise it: `NEWS2 3–13
 * (at least low–medium, up to high): respiration rate 26 per minute (3 points); missing: oxygen, temperature`.
 *
 * @param values that it was made of, in the order of the chart.
 */
export function reasonInWords(score: ExplainedScore, chart: Chart, values: ChartValues): string {
  const number = score.min === score.max ? String(score.min) : `${String(score.min)}–${String(score.max)}`;
  const scale = score.scale === 2 ? ', SpO2 scale 2' : '';
  const parameters = chart.file.parameters;
  const points = parameters.flatMap((parameter, index) => pointsInWords(score, parameter, values[index]));
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
  { name, title, code }: ChartParameter,
  value: ChartValues[number],
): readonly string[] {
  const points = components[name];
  const words = value === undefined ? title : `${title} ${valueInWords(code, value)}`;
  if (points === null || points === undefined) {
    return missing.includes(name) ? [] : [`${words} (points by whether oxygen is given)`];
  }
  return points === 0 ? [] : [`${words} (${String(points)} ${points === 1 ? 'point' : 'points'})`];
}
