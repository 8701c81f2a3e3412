import { news2Parameters, type News2Parameter, type Tier } from './news2-parameters.ts';
import type { News2Score } from './score-news2.ts';

/** The parameters as a clinician says them. */
export const parameterNames: Readonly<Record<News2Parameter, string>> = {
  respirationRate: 'respiration rate',
  oxygenSaturation: 'SpO2',
  supplementalOxygen: 'oxygen',
  systolicPressure: 'systolic pressure',
  pulseRate: 'pulse',
  consciousness: 'consciousness',
  temperature: 'temperature',
};

const tierNames: Readonly<Record<Tier, string>> = {
  low: 'low',
  'low-medium': 'low–medium',
  medium: 'medium',
  high: 'high',
};

export type ExplainedScore = Pick<
  News2Score,
  'total' | 'min' | 'max' | 'missing' | 'tier' | 'highestTier' | 'scale' | 'components'
>;

/**
 * A score in a line: `NEWS2 8 (high): respiration rate 3, SpO2 2, pulse 2, temperature 1`. Parameters with no points are left
 * out. A partial score names its range and what is missing, and is called low only when nothing missing could raise it:
 * `NEWS2 3–13 (at least low–medium, up to high): respiration rate 3; missing: oxygen, temperature`.
 */
export function reasonInWords(score: ExplainedScore): string {
  const number = score.min === score.max ? String(score.min) : `${String(score.min)}–${String(score.max)}`;
  const scale = score.scale === 2 ? ', SpO2 scale 2' : '';
  const points = news2Parameters.flatMap((parameter) => pointsInWords(score, parameter));
  const missing = score.missing.map((parameter) => parameterNames[parameter]);
  return [
    `NEWS2 ${number} (${tierInWords(score)}${scale})`,
    points.length === 0 ? '' : `: ${points.join(', ')}`,
    missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`,
  ].join('');
}

function tierInWords({ tier, highestTier }: ExplainedScore): string {
  if (tier === highestTier) return tierNames[tier];
  if (tier === 'low') return `up to ${tierNames[highestTier]}`;
  return `at least ${tierNames[tier]}, up to ${tierNames[highestTier]}`;
}

function pointsInWords({ components, missing }: ExplainedScore, parameter: News2Parameter): readonly string[] {
  const points = components[parameter];
  if (points === null) {
    const measured = !missing.includes(parameter);
    return measured ? [`${parameterNames[parameter]} by whether oxygen is given`] : [];
  }
  return points === 0 ? [] : [`${parameterNames[parameter]} ${String(points)}`];
}
