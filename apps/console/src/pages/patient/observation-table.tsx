import type { QualityRules } from '#libs/clinical';
import type { ChartedObservation } from '#libs/contracts';
import { useState } from 'react';
import { useMay } from '../../components/frame/person.tsx';
import { CorrectDialog, RetractDialog } from '../../components/readings/reading-dialog.tsx';
import { poorSignalWords } from '../../components/words/quality-words.ts';
import { timeWords } from '../../components/words/time-words.ts';
import { longValue, vitalName } from '../../components/words/vital-words.ts';
import { MoreRows, mostRows } from './more-rows.tsx';

const sourceWords = { device: 'Device', patient: 'Patient', carer: 'Carer', clinician: 'Clinician' } as const;

export interface ObservationTableProps {
  readonly observations: readonly ChartedObservation[];
  readonly quality: QualityRules | undefined;
  readonly now: number;
}

interface Doing {
  readonly what: 'retract' | 'correct';
  readonly observation: ChartedObservation;
}

/**
 * Every reading of the charts as text, newest first: the way in for those who do not see charts, for exact values, and for
 * saying that one is wrong.
 */
export function ObservationTable({ observations, quality, now }: ObservationTableProps) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const mayChange = useMay('record-observations');
  const newestFirst = observations.toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1));
  const close = (): void => setDoing(null);
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
              {mayChange && <th scope="col">Change</th>}
            </tr>
          </thead>
          <tbody>
            {newestFirst.slice(0, mostRows).map((observation) => (
              <ObservationRow
                key={observation.id}
                observation={observation}
                poor={poorSignalWords(observation.quality, quality)}
                now={now}
                onDo={mayChange ? (what) => setDoing({ what, observation }) : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
      {doing?.what === 'retract' && <RetractDialog observation={doing.observation} now={now} onClose={close} />}
      {doing?.what === 'correct' && <CorrectDialog observation={doing.observation} now={now} onClose={close} />}
    </details>
  );
}

function ObservationRow(props: {
  readonly observation: ChartedObservation;
  readonly poor: string;
  readonly now: number;
  readonly onDo: ((what: Doing['what']) => void) | undefined;
}) {
  const { observation, poor, now, onDo } = props;
  const { code, value, takenAt, source, enteredBy, releasedBy, retracted, tooLateToScore } = observation;
  const named = `${vitalName(code).name} of ${timeWords(takenAt, now)}`;
  return (
    <tr className={retracted === null ? undefined : 'hw-table__retracted'}>
      <td>{timeWords(takenAt, now)}</td>
      <td>{vitalName(code).name}</td>
      <td>
        {retracted === null ? longValue(code, value) : <s>{longValue(code, value)}</s>}
        {tooLateToScore === true && <span className="hw-table__note">Came too late to be scored</span>}
        {poor !== '' && <span className="hw-table__note">Poor signal: {poor}</span>}
        {retracted !== null && (
          <span className="hw-table__note">
            Retracted by {retracted.by.name} at {timeWords(retracted.at, now)}: {retracted.reason}
          </span>
        )}
        {releasedBy !== null && <span className="hw-table__note">Released from quarantine by {releasedBy.name}</span>}
      </td>
      <td>
        {sourceWords[source]}
        {enteredBy !== null && `, entered by ${enteredBy.name}`}
      </td>
      {onDo !== undefined && (
        <td>
          {retracted === null && (
            <span className="hw-links">
              <button type="button" className="hw-link" onClick={() => onDo('correct')}>
                Correct<span className="nhsuk-u-visually-hidden"> {named}</span>
              </button>
              <button type="button" className="hw-link" onClick={() => onDo('retract')}>
                Retract<span className="nhsuk-u-visually-hidden"> {named}</span>
              </button>
            </span>
          )}
        </td>
      )}
    </tr>
  );
}
