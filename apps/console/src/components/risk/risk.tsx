import type { Score } from '#libs/contracts';
import { riskWords, scoreNumber, tierWords } from '../words/risk-words.ts';
import type { Tier } from '#libs/clinical';

/** A tier as text on its colour; never colour alone. */
export function TierBadge({ tier }: { readonly tier: Tier }) {
  return <strong className={`hw-tier hw-tier--${tier}`}>{tierWords[tier]}</strong>;
}

export interface RiskProps {
  readonly score: Score | null;
  readonly exclusion: string | null;
}

/** A patient's NEWS2 and what it means: the number or its range, and the tier as far as it is certain. */
export function Risk({ score, exclusion }: RiskProps) {
  const words = riskWords(score, exclusion);
  const number = score === null || exclusion !== null ? '–' : scoreNumber(score);
  return (
    <span className="hw-risk">
      <span className={`hw-risk__number hw-risk__number--${words.look}`}>
        <span className="nhsuk-u-visually-hidden">NEWS2 </span>
        {number}
      </span>
      <span className="hw-risk__words">
        <strong>{words.badge}</strong>
        {words.reach !== '' && <span className="hw-risk__reach"> {words.reach}</span>}
      </span>
    </span>
  );
}

/** Marks that change how a score is to be read: scale 2 by prescription, and a reading that came late. */
export function ScoreMarks({ score }: { readonly score: Score | null }) {
  if (score === null) return null;
  return (
    <>
      {score.scale === 2 && (
        <span className="hw-mark" title="Oxygen saturation is scored on scale 2, by prescription">
          Scale 2
        </span>
      )}
      {score.late && (
        <span
          className="hw-mark hw-mark--late"
          title="A reading that came after a newer one made or corrected this score"
        >
          Late
        </span>
      )}
    </>
  );
}
