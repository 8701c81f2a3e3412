import type { Score } from '#libs/contracts';
import { type ChartView, parameterName } from '../../../components/words/chart-words.ts';
import { MoreRows, mostRows } from './more-rows.tsx';
import { riskWords, scoreNumber } from '../../../components/words/risk-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';

/** Every score as text, newest first. */
export function ScoreTable({
  scores,
  chart,
  now,
}: {
  readonly scores: readonly Score[];
  readonly chart: ChartView;
  readonly now: number;
}) {
  const newestFirst = scores.toSorted((one, other) => (one.at < other.at ? 1 : -1));
  return (
    <details className="nhsuk-details">
      <summary className="nhsuk-details__summary">
        <span className="nhsuk-details__summary-text">Scores as a table</span>
      </summary>
      <div className="nhsuk-details__text hw-scroll" tabIndex={0} role="region" aria-label="Scores">
        <MoreRows total={newestFirst.length} />
        <table className="hw-table">
          <caption className="nhsuk-u-visually-hidden">Scores, newest first</caption>
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">{chart.title}</th>
              <th scope="col">Risk</th>
              <th scope="col">Missing</th>
            </tr>
          </thead>
          <tbody>
            {newestFirst.slice(0, mostRows).map((score) => (
              <tr key={score.id}>
                <td>
                  {timeWords(score.at, now)}
                  {score.late && ' (late)'}
                  {score.because === 'aged-out' && ' (a value aged out)'}
                </td>
                <td>{scoreNumber(score)}</td>
                <td>{riskInCell(score)}</td>
                <td>
                  {score.missing.length === 0
                    ? 'Nothing'
                    : score.missing.map((name) => parameterName(chart, name)).join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function riskInCell(score: Score): string {
  const { badge, reach } = riskWords(score, null);
  return reach === '' ? badge : `${badge}, ${reach}`;
}
