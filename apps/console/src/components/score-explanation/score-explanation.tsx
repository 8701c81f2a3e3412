import type { Score, ScoreInput } from '#libs/contracts';
import { NotScored, Risk, ScoreMarks } from '../risk/risk.tsx';
import { type ChartView, news2View, parameterName } from '../words/chart-words.ts';
import { qualityWords } from '../words/quality-words.ts';
import { isScoreToShow, riskWords } from '../words/risk-words.ts';
import {
  agedOutWords,
  causeWords,
  doubtfulWords,
  missingWords,
  nextWords,
  oximetryWords,
  roundingWords,
  ruleSetWords,
  scaleWords,
} from '../words/score-words.ts';
import { ageWords, clockCorrectedWords, timeWords } from '../words/time-words.ts';
import { longValue, vitalName } from '../words/vital-words.ts';

export interface ScoreExplanationProps {
  readonly score: Score | null;
  readonly exclusion: string | null;
  readonly notScored: string | null;
  readonly chart: ChartView;
  readonly now: number;
}

/**
 * The newest score in words: what it is and by which rules, what each reading gives to it and how old each is, on which
 * scale and by whose prescription, what is missing and since when, and what the chart asks for next.
 */
export function ScoreExplanation({ score, exclusion, notScored, chart, now }: ScoreExplanationProps) {
  const words = riskWords(score, exclusion, notScored);
  const shown = isScoreToShow(score, exclusion) ? score : null;
  return (
    <div className={`hw-explanation hw-explanation--${words.look}`}>
      <NotScored reason={notScored} />
      <div className="hw-explanation__head">
        <Risk score={score} exclusion={exclusion} notScored={notScored} chart={chart} />
        <p>
          <strong>{words.sentence}</strong> {shown !== null && notScored === null && nextWords(shown)}
        </p>
      </div>
      {shown !== null && chart.id !== news2View.id && (
        <p className="hw-explanation__when">Scored on {chart.title}, the chart that is for this patient.</p>
      )}
      {shown !== null && <Made score={shown} chart={chart} now={now} />}
    </div>
  );
}

interface MadeProps {
  readonly score: Score;
  readonly chart: ChartView;
  readonly now: number;
}

function Made({ score, chart, now }: MadeProps) {
  const missing = missingWords(score, chart);
  return (
    <>
      <p className="hw-explanation__when">
        {causeWords(score, chart, now)} <ScoreMarks score={score} />
        {score.revision > 1 && <span className="hw-mark">Corrected</span>}
      </p>
      {missing !== null && (
        <div className="hw-explanation__missing">
          <p>
            <strong>Missing:</strong> {missing}
          </p>
          {score.doubtful !== undefined && (
            <ul>
              {score.doubtful.map((doubt) => (
                <li key={doubt.parameter}>
                  <strong>{doubtfulWords(doubt, chart, now)}</strong>
                </li>
              ))}
            </ul>
          )}
          {score.agedOut.length > 0 && (
            <ul>
              {score.agedOut.map((aged) => (
                <li key={aged.parameter}>{agedOutWords(aged, chart, now)}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      <Inputs score={score} chart={chart} now={now} />
      <dl className="hw-explanation__facts">
        {score.inputs.some(({ code }) => code === 'oxygen-saturation') && (
          <>
            <dt>Oxygen saturation</dt>
            <dd>
              {chart.hasScale2 && `${scaleWords(score)} `}
              {oximetryWords}
            </dd>
          </>
        )}
        {chart.rounding !== undefined && (
          <>
            <dt>Rounding</dt>
            <dd>{roundingWords(chart.rounding)}</dd>
          </>
        )}
        <dt>Rules</dt>
        <dd>{ruleSetWords(score, chart)}</dd>
      </dl>
    </>
  );
}

function Inputs({ score, chart, now }: MadeProps) {
  return (
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
        {chart.parameters.map(({ name }) => (
          <InputRow
            key={name}
            title={parameterName(chart, name)}
            input={score.inputs.find((candidate) => candidate.parameter === name)}
            agedOut={score.agedOut.find((aged) => aged.parameter === name)?.takenAt}
            doubt={score.doubtful?.find((doubt) => doubt.parameter === name)}
            points={score.components[name] ?? null}
            now={now}
          />
        ))}
      </tbody>
    </table>
  );
}

/** Other readings of the same moment, and why they did not count. */
function Beside({ input }: { readonly input: ScoreInput }) {
  return (input.beside ?? []).map(({ observationId, value, deviceId, why }) => (
    <span key={observationId} className="hw-inputs__beside">
      {why === 'corrected' ? 'corrects' : 'also measured'} {longValue(input.code, value)}
      {deviceId !== null && ` (${deviceId})`}
    </span>
  ));
}

function InputRow(props: {
  readonly title: string;
  readonly input: ScoreInput | undefined;
  readonly agedOut: string | undefined;
  readonly doubt: { readonly found: string; readonly takenAt: string } | undefined;
  readonly points: number | null;
  readonly now: number;
}) {
  const { title, input, agedOut, doubt, points, now } = props;
  const known = doubt?.takenAt ?? agedOut;
  if (input === undefined) {
    return (
      <tr className="hw-inputs__missing">
        <th scope="row">{title}</th>
        <td>{unusedWords(doubt, agedOut)}</td>
        <td>
          <span className="hw-points">?</span>
        </td>
        <td>{known === undefined ? '–' : `${timeWords(known, now)} (${ageWords(known, now)})`}</td>
      </tr>
    );
  }
  const quality = qualityWords(input.quality);
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        {longValue(input.code, input.value)}
        {quality !== '' && <span className="hw-inputs__quality">Signal: {quality}</span>}
        <Beside input={input} />
      </td>
      <td>
        <span className={points === null ? 'hw-points' : `hw-points hw-points--${String(points)}`}>
          {points ?? `depends on ${vitalName('supplemental-oxygen').short.toLocaleLowerCase('en-GB')}`}
        </span>
      </td>
      <td>
        {timeWords(input.takenAt, now)} ({ageWords(input.takenAt, now)})
        {input.correctedBy !== undefined && (
          <span className="hw-inputs__quality">{clockCorrectedWords(input.correctedBy)}</span>
        )}
      </td>
    </tr>
  );
}

function unusedWords(doubt: { readonly found: string } | undefined, agedOut: string | undefined): string {
  if (doubt !== undefined) return `Doubtful: ${doubt.found}`;
  return agedOut === undefined ? 'Missing' : 'Too old to count';
}
