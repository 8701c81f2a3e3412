import type { Patient } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { patientSearchQuery, shortestSearch } from '../../api/patients.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useMay } from '../frame/person.tsx';
import { nhsNumberWords, patientName } from '../words/identity-words.ts';
import { dateWords } from '../words/time-words.ts';

export interface FindPatientProps {
  /** For what a patient who is registered first is wanted: where the registration goes on to; null where none is. */
  readonly next: 'admit' | 'refer' | null;
  readonly onChoose: (patient: Patient) => void;
}

/** Of whom a form is to be: found by name or NHS number, or registered. */
export function FindPatient({ next, onChoose }: FindPatientProps) {
  const [text, setText] = useState('');
  const id = useId();
  const mayRegister = useMay('manage-patients') && next !== null;
  const found = useQuery(patientSearchQuery(text));
  const isAsked = text.trim().length >= shortestSearch;
  return (
    <>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor={id}>
          {t`Name or NHS number of the patient`}
        </label>
        <input
          className="nhsuk-input nhsuk-input--width-20"
          id={id}
          type="search"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {isAsked && (
        <ul className="hw-found">
          {found.data?.items.map((patient) => (
            <li key={patient.id}>
              <button type="button" className="hw-link" onClick={() => onChoose(patient)}>
                {patientName(patient)}
              </button>{' '}
              {t`born ${dateWords(patient.birthDate)}`}, {nhsNumberWords(patient.nhsNumber)}
              {patient.stay !== null && <strong> {t`On a ward already`}</strong>}
            </li>
          ))}
        </ul>
      )}
      {isAsked && found.data?.items.length === 0 && <p>{t`No patient is found by that.`}</p>}
      {mayRegister && (
        <p>
          <Link href={`${pathTo.registerPatient}?next=${next}`}>{t`Register a new patient`}</Link>
        </p>
      )}
    </>
  );
}
