import { news2Chart } from '#libs/clinical';
import type { Score } from '#libs/contracts';

/** What the first release did not say of a score yet. */
const sinceThen: Pick<Score, 'agedOut' | 'scalePrescription' | 'because' | 'withdrawn' | 'pathway'> = {
  agedOut: [],
  scalePrescription: null,
  because: 'reading',
  withdrawn: false,
  pathway: null,
};

/**
 * A score with everything that one says now. Those of the first release may still be on the log when the chart comes to
 * them: all were NEWS2, made by a reading, and stood.
 */
export function completeScore(score: Score): Score {
  // What comes off the log has the shape that its release gave it.
  if ((score as Partial<Score>).withdrawn !== undefined) return score;
  const inputs = score.inputs.map((input) => ({
    ...input,
    code: news2Chart.codes[news2Chart.names.indexOf(input.parameter)] ?? input.code,
    ageSeconds: Math.max(0, Math.trunc((Date.parse(score.at) - Date.parse(input.takenAt)) / 1000)),
  }));
  return { ...sinceThen, ...score, inputs };
}
