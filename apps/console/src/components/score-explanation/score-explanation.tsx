import { news2Parameters, observationOfParameter } from '#libs/clinical';
import type { Score } from '#libs/contracts';
import { Risk, ScoreMarks } from '../risk/risk.tsx';
import { riskWords } from '../words/risk-words.ts';
import { ageWords, timeWords } from '../words/time-words.ts';
import { longValue, parameterName } from '../words/vital-words.ts';

export interface ScoreExplanationProps {
  readonly score: Score | null;
  readonly exclusion: string | null;
  readonly now: number;
}

/** The newest score, what each parameter gives to it, how old each is, what is missing, and what the chart asks for. */
export function ScoreExplanation({ score, exclusion, now }: ScoreExplanationProps) {
  const words = riskWords(score, exclusion);
  return (
    <div className={`hw-explanation hw-explanation--${words.look}`}>
      <div className="hw-explanation__head">
        <Risk score={score} exclusion={exclusion} />
        <p className="hw-explanation__sentence">
          <strong>{words.sentence}</strong> {score !== null && exclusion === null && responseWords(score)}
        </p>
      </div>
      {score !== null && exclusion === null && <Inputs score={score} now={now} />}
    </div>
  );
}

function responseWords(score: Score): string {
  const response =
    score.responseWithinMinutes === null
      ? ''
      : `Assessment is due within ${String(score.responseWithinMinutes)} minutes. `;
  return `${response}${score.monitoring === 'continuous' ? 'Monitor continuously' : `Measure at least ${score.monitoring}`}.`;
}

function Inputs({ score, now }: { readonly score: Score; readonly now: number }) {
  const missing = score.missing.map((parameter) => parameterName(parameter).toLocaleLowerCase('en-GB'));
  return (
    <>
      <p className="hw-explanation__when">
        Score of {timeWords(score.at, now)} ({ageWords(score.at, now)}), oxygen saturation on scale {score.scale}.{' '}
        <ScoreMarks score={score} />
        {score.revision > 1 && <span className="hw-mark">Corrected</span>}
      </p>
      {missing.length > 0 && (
        <p className="hw-explanation__missing">
          <strong>Missing:</strong> {missing.join(', ')}. A missing value is never counted as normal: until it is
          measured the score lies somewhere from {score.min} to {score.max}.
        </p>
      )}
      <table className="hw-inputs">
        <caption className="nhsuk-u-visually-hidden">What the score is made of</caption>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Value</th>
            <th scope="col">Points</th>
            <th scope="col">Taken</th>
          </tr>
        </thead>
        <tbody>
          {news2Parameters.map((parameter) => {
            const input = score.inputs.find((candidate) => candidate.parameter === parameter);
            const points = score.components[parameter];
            return (
              <tr key={parameter} className={input === undefined ? 'hw-inputs__missing' : undefined}>
                <th scope="row">{parameterName(parameter)}</th>
                <td>{input === undefined ? 'Missing' : longValue(observationOfParameter[parameter], input.value)}</td>
                <td>
                  <span className={points === null ? 'hw-points' : `hw-points hw-points--${String(points)}`}>
                    {points ?? (input === undefined ? '?' : 'depends on oxygen')}
                  </span>
                </td>
                <td>
                  {input === undefined ? '–' : `${timeWords(input.takenAt, now)} (${ageWords(input.takenAt, now)})`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
