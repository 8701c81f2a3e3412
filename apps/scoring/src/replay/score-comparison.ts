import type { ScoreDifference } from '#libs/contracts';
import { type ScorePoint, scoreOfComposition } from '#libs/timeline';
import type { ScoreInShort } from '../composition/stored-history.ts';

/** Undefined where both say the same. */
export function differenceBetween(
  live: ScoreInShort | undefined,
  replayed: ScoreInShort | undefined,
): ScoreDifference | undefined {
  if (live === undefined) return replayed === undefined ? undefined : 'only-replayed';
  if (replayed === undefined) return 'only-live';
  if (live.ruleSet !== replayed.ruleSet) return 'chart';
  if (live.scale !== replayed.scale) return 'scale';
  if (live.missing.join(' ') !== replayed.missing.join(' ')) return 'validity';
  const same =
    live.total === replayed.total &&
    live.min === replayed.min &&
    live.max === replayed.max &&
    live.tier === replayed.tier;
  return same ? undefined : 'points';
}

export function inShort({ composition }: ScorePoint): ScoreInShort {
  return scoreOfComposition(composition);
}
