import { disagree, type Tier } from '#libs/clinical';
import type { LastWholeScore, PlanNotFollowed, Score, ScoreInput } from '#libs/contracts';
import type { ChartView } from '../words/chart-words.ts';
import { planNotFollowedWords } from '../words/plan-words.ts';
import { isScoreToShow, riskWords, scoreNumber, tierWords } from '../words/risk-words.ts';
import { ageWords } from '../words/time-words.ts';

/** A tier as text on its colour; never colour alone. */
export function TierBadge({ tier }: { readonly tier: Tier }) {
  return <strong className={`hw-tier hw-tier--${tier}`}>{tierWords[tier]}</strong>;
}

export interface RiskProps {
  readonly score: Score | null;
  readonly exclusion: string | null;
  /** Why readings are charted and not scored for now; null where they are scored. */
  readonly notScored: string | null;
  readonly chart: ChartView;
}

/** A patient's score and what it means: the number or its range, and the tier as far as it is certain. */
export function Risk({ score, exclusion, notScored, chart }: RiskProps) {
  const words = riskWords(score, exclusion, notScored);
  return (
    <span className="hw-risk">
      <span className={`hw-risk__number hw-risk__number--${words.look}`}>
        <span className="nhsuk-u-visually-hidden">{chart.title} </span>
        {isScoreToShow(score, exclusion) ? scoreNumber(score) : '–'}
      </span>
      <span className="hw-risk__words">
        <strong>{words.badge}</strong>
        {words.reach !== '' && <span className="hw-risk__reach"> {words.reach}</span>}
      </span>
    </span>
  );
}

/** The last score that nothing was missing of, beside the range that there is now. */
export function LastWhole({ score, now }: { readonly score: LastWholeScore | null; readonly now: number }) {
  if (score === null) return null;
  return (
    <span className="hw-last-whole">
      last whole {score.total}, {ageWords(score.at, now)}
    </span>
  );
}

/** Why nothing newer is scored, so that what is shown is not taken for how the patient is now. */
export function NotScored({ reason }: { readonly reason: string | null }) {
  if (reason === null) return null;
  return <strong className="hw-not-scored">Not scored: {reason}</strong>;
}

/** That the plan as it is shown is not the one that readings are scored by. */
export function PlanWarning({
  notFollowed,
  now,
}: {
  readonly notFollowed: PlanNotFollowed | null;
  readonly now: number;
}) {
  if (notFollowed === null) return null;
  return <strong className="hw-not-scored">{planNotFollowedWords(notFollowed, now)}</strong>;
}

/** Whether another device measured something else at the same moment, beyond measuring error. */
function hasDisagreement({ code, value, beside = [] }: ScoreInput): boolean {
  return beside.some((other) => other.why === 'less-alarming' && disagree(code, value, other.value));
}

/** Marks that change how a score is to be read: scale 2 by prescription, a value that aged out, a reading that came late. */
export function ScoreMarks({ score }: { readonly score: Score | null }) {
  if (score === null) return null;
  return (
    <>
      {score.scale === 2 && (
        <span className="hw-mark" title="Oxygen saturation is scored on scale 2, by prescription">
          Scale 2
        </span>
      )}
      {score.inputs.some(hasDisagreement) && (
        <span
          className="hw-mark hw-mark--late"
          title="Two devices measured at the same moment and differ by more than measuring error; the worse value counts"
        >
          Devices disagree
        </span>
      )}
      {score.because === 'aged-out' && (
        <span className="hw-mark hw-mark--old" title="The score changed because a value became too old to count">
          Value aged out
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
