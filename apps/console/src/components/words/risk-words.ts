import type { Tier } from '#libs/clinical';
import type { Score } from '#libs/contracts';

export const tierWords: Readonly<Record<Tier, string>> = {
  low: 'Low',
  'low-medium': 'Low–medium',
  medium: 'Medium',
  high: 'High',
};

/** What the badge says, and its look: a tier's own, or `unclear` where missing parameters leave the tier open. */
export interface RiskWords {
  readonly look: Tier | 'unclear' | 'none';
  readonly badge: string;
  /** How far the risk may reach; empty where that is the same. */
  readonly reach: string;
  /** The same as a sentence. */
  readonly sentence: string;
}

/**
 * A score's clinical risk in words. While missing parameters could still make it more urgent it is never called "low":
 * what is certain is said, and how far it may reach.
 */
export function riskWords(score: Score | null, exclusion: string | null): RiskWords {
  if (exclusion !== null) {
    return {
      look: 'none',
      badge: 'Not scored',
      reach: '',
      sentence: `NEWS2 does not apply: ${exclusionWords(exclusion)}.`,
    };
  }
  if (score === null)
    return { look: 'unclear', badge: 'No score yet', reach: '', sentence: 'Nothing has been scored yet.' };
  const certain = tierWords[score.tier];
  if (score.tier === score.highestTier) {
    return { look: score.tier, badge: certain, reach: '', sentence: `${certain} clinical risk.` };
  }
  const most = tierWords[score.highestTier].toLocaleLowerCase('en-GB');
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
    sentence: `At least ${certain.toLocaleLowerCase('en-GB')} clinical risk; with what is missing it may be ${most}.`,
  };
}

/** `6`, or `2–12` while a parameter is missing. */
export function scoreNumber(score: Score): string {
  return score.total === null ? `${String(score.min)}–${String(score.max)}` : String(score.total);
}

export function exclusionWords(exclusion: string): string {
  if (exclusion === 'under-16') return 'under 16 years old';
  return exclusion.replaceAll('-', ' ');
}
