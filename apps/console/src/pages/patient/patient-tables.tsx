import type { ChartedObservation, Score } from '#libs/contracts';
import { type ChartView, parameterName } from '../../components/words/chart-words.ts';
import { riskWords, scoreNumber } from '../../components/words/risk-words.ts';
import { timeWords } from '../../components/words/time-words.ts';
import { longValue, vitalName } from '../../components/words/vital-words.ts';

/** A table longer than this says so and shows the newest. */
const mostRows = 200;

const sourceWords = { device: 'Device', patient: 'Patient', carer: 'Carer', clinician: 'Clinician' } as const;

/** Every reading of the charts as text, newest first: the way in for those who do not see charts, and for exact values. */
export function ObservationTable({
  observations,
  now,
}: {
  readonly observations: readonly ChartedObservation[];
  readonly now: number;
}) {
  const newestFirst = observations.toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1));
  return (
    <details className="nhsuk-details">
      <summary className="nhsuk-details__summary">
        <span className="nhsuk-details__summary-text">Readings as a table</span>
      </summary>
      <div className="nhsuk-details__text hw-scroll" tabIndex={0} role="region" aria-label="Readings">
        <MoreRows total={newestFirst.length} />
        <table className="hw-table">
          <caption className="nhsuk-u-visually-hidden">Readings, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Taken</th>
              <th scope="col">Observation</th>
              <th scope="col">Value</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {newestFirst.slice(0, mostRows).map((observation) => (
              <tr key={observation.id}>
                <td>{timeWords(observation.takenAt, now)}</td>
                <td>{vitalName(observation.code).name}</td>
                <td>{longValue(observation.code, observation.value)}</td>
                <td>
                  {sourceWords[observation.source]}
                  {observation.enteredBy !== null && `, entered by ${observation.enteredBy}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

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

function MoreRows({ total }: { readonly total: number }) {
  if (total <= mostRows) return null;
  return (
    <p>
      The newest {mostRows} of {total} are shown.
    </p>
  );
}
