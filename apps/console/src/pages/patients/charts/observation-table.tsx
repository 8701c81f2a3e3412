import type { QualityRules } from '#libs/clinical';
import type { ChartedObservation, PatientId } from '#libs/contracts';
import { type Opener, useFormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { CorrectDialog, RetractDialog } from '../../../components/readings/reading-dialog.tsx';
import { poorSignalWords } from '../../../components/words/quality-words.ts';
import { qualifierWords } from '../../../components/words/qualifier-words.ts';
import { clockCorrectedWords, timeWords } from '../../../components/words/time-words.ts';
import { longValue, vitalName } from '../../../components/words/vital-words.ts';
import { MoreRows, mostRows } from './more-rows.tsx';

const sourceWords = { device: 'Device', patient: 'Patient', carer: 'Carer', clinician: 'Clinician' } as const;

export interface ObservationTableProps {
  readonly patientId: PatientId;
  readonly observations: readonly ChartedObservation[];
  readonly quality: QualityRules | undefined;
  readonly now: number;
}

/**
 * Every reading of the charts as text, newest first: the way in for those who do not see charts, for exact values, and for
 * saying that one is wrong.
 */
export function ObservationTable({ patientId, observations, quality, now }: ObservationTableProps) {
  const retracting = useFormAmong(`retract-reading/${patientId}/`);
  const correcting = useFormAmong(`correct-reading/${patientId}/`);
  const mayChange = useMay('record-observations');
  const newestFirst = observations.toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1));
  const retracted = observations.find(({ id }) => id === retracting.openId);
  const corrected = observations.find(({ id }) => id === correcting.openId);
  return (
    <>
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
                  {...(mayChange
                    ? { retract: retracting.openerOf(observation.id), correct: correcting.openerOf(observation.id) }
                    : {})}
                />
              ))}
            </tbody>
          </table>
        </div>
      </details>
      {/* Beside what can be folded, which would fold them with it. */}
      {mayChange && retracted !== undefined && (
        <RetractDialog
          form={`retract-reading/${patientId}/${retracted.id}`}
          observation={retracted}
          now={now}
          onClose={retracting.close}
        />
      )}
      {mayChange && corrected !== undefined && (
        <CorrectDialog
          form={`correct-reading/${patientId}/${corrected.id}`}
          observation={corrected}
          now={now}
          onClose={correcting.close}
        />
      )}
    </>
  );
}

function ObservationRow(props: {
  readonly observation: ChartedObservation;
  readonly poor: string;
  readonly now: number;
  /** Both absent where the person may not change it. */
  readonly retract?: Opener;
  readonly correct?: Opener;
}) {
  const { observation, poor, now, retract, correct } = props;
  const { code, value, takenAt, source, enteredBy, releasedBy, retracted, tooLateToScore, correctedBy } = observation;
  const how = qualifierWords(observation.qualifiers);
  const named = `${vitalName(code).name} of ${timeWords(takenAt, now)}`;
  return (
    <tr className={retracted === null ? undefined : 'hw-table__retracted'}>
      <td>
        {timeWords(takenAt, now)}
        {correctedBy !== undefined && <span className="hw-table__note">{clockCorrectedWords(correctedBy)}</span>}
      </td>
      <td>{vitalName(code).name}</td>
      <td>
        {retracted === null ? longValue(code, value) : <s>{longValue(code, value)}</s>}
        {how !== '' && <span className="hw-table__note">{how}</span>}
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
      {retract !== undefined && (
        <td>
          {retracted === null && (
            <span className="hw-links">
              <button type="button" className="hw-link" {...correct}>
                Correct<span className="nhsuk-u-visually-hidden"> {named}</span>
              </button>
              <button type="button" className="hw-link" {...retract}>
                Retract<span className="nhsuk-u-visually-hidden"> {named}</span>
              </button>
            </span>
          )}
        </td>
      )}
    </tr>
  );
}
