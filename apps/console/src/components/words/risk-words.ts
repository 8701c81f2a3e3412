import type { Tier } from '#libs/clinical';
import { type Score, scoreThatCounts } from '#libs/contracts';

export const tierWords: Readonly<Record<Tier, string>> = {
  low: 'Low',
  'low-medium': 'Low–medium',
  medium: 'Medium',
  high: 'High',
};

/** A tier within a sentence. */
export const lowerTier = (tier: Tier): string => tierWords[tier].toLocaleLowerCase('en-GB');

/** What the badge says, and its look: a tier's own, or `unclear` where missing parameters leave the tier open. */
export interface RiskWords {
  readonly look: Tier | 'unclear' | 'none';
  readonly badge: string;
  /** How far the risk may reach; empty where that is the same. */
  readonly reach: string;
  /** The same as a sentence. */
  readonly sentence: string;
}

/** Whether there is a score that counts; for a patient whom NEWS2 is not for, only one by another chart does. */
export function isScoreToShow(score: Score | null, exclusion: string | null): score is Score {
  return scoreThatCounts({ score, exclusion }) !== null;
}

/**
 * A score's clinical risk in words, unless the readings since are not scored (`notScored` says why). While missing parameters could still make it more urgent it is never called "low":
 * what is certain is said, and how far it may reach.
 */
export function riskWords(score: Score | null, exclusion: string | null, notScored: string | null = null): RiskWords {
  if (notScored !== null) {
    return {
      look: 'unclear',
      badge: 'Not scored',
      reach: score === null ? '' : 'the score is old',
      sentence: 'The risk is unclear: the score and the alerts are from before; look at the readings.',
    };
  }
  if (exclusion !== null && !isScoreToShow(score, exclusion)) {
    return {
      look: 'none',
      badge: 'Not scored',
      reach: 'thresholds only',
      sentence: `No early-warning chart is for this patient: ${exclusionWords(exclusion)}. Thresholds alone alert.`,
    };
  }
  if (score === null)
    return { look: 'unclear', badge: 'No score yet', reach: '', sentence: 'Nothing has been scored yet.' };
  const certain = tierWords[score.tier];
  if (score.tier === score.highestTier) {
    return { look: score.tier, badge: certain, reach: '', sentence: `${certain} clinical risk.` };
  }
  const most = lowerTier(score.highestTier);
  if (score.tier === 'low') {
    return {
      look: 'unclear',
      badge: 'Unclear',
      reach: `may be ${most}`,
      sentence: `The risk is unclear: with what is missing it may be ${most}.`,
    };
  }
  return {
    look: score.tier,
    badge: certain,
    reach: `or ${most}`,
    sentence: `At least ${lowerTier(score.tier)} clinical risk; with what is missing it may be ${most}.`,
  };
}

/** `6`, or `2–12` while a parameter is missing. */
export function scoreNumber(score: Pick<Score, 'total' | 'min' | 'max'>): string {
  return score.total === null ? `${String(score.min)}–${String(score.max)}` : String(score.total);
}

export function exclusionWords(exclusion: string): string {
  if (exclusion === 'under-16') return 'under 16 years old';
  return exclusion.replaceAll('-', ' ');
}
