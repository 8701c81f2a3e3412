import { type Patient, PatientId, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { patientSearchQuery, shortestSearch } from '../../api/patients.ts';
import { patientQuery } from '../../api/queries.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Loading } from '../../components/page-states/page-states.tsx';
import { nhsNumberWords, patientName } from '../../components/words/identity-words.ts';
import { dateWords } from '../../components/words/time-words.ts';
import { Link, useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { AdmitForm } from './admit-form.tsx';
import { FlowTabs } from './flow-tabs.tsx';

/** Admits a patient to a ward: who, then where and how. */
export function AdmitPage() {
  const { search, go, path } = useNavigation();
  const asked = new URLSearchParams(search);
  const patientId = PatientId.safeParse(asked.get('patient')).data;
  const wardId = WardId.safeParse(asked.get('ward')).data;
  return (
    <>
      <PageHeading title={t`Admit a patient`} />
      <FlowTabs />
      {patientId === undefined ? (
        <WhoToAdmit
          onChoose={({ id }) => {
            asked.set('patient', id);
            go(`${path}?${asked.toString()}`);
          }}
        />
      ) : (
        <Chosen patientId={patientId} wardId={wardId} />
      )}
    </>
  );
}

function WhoToAdmit({ onChoose }: { readonly onChoose: (patient: Patient) => void }) {
  const [text, setText] = useState('');
  const found = useQuery(patientSearchQuery(text));
  return (
    <>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="admit-who">
          {t`Name or NHS number of the patient`}
        </label>
        <input
          className="nhsuk-input nhsuk-input--width-20"
          id="admit-who"
          type="search"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {text.trim().length >= shortestSearch && (
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
      <p>
        <Link href={pathTo.registerPatient}>{t`Register a new patient`}</Link>
      </p>
    </>
  );
}

function Chosen(props: { readonly patientId: PatientId; readonly wardId: WardId | undefined }) {
  const patient = useQuery(patientQuery(props.patientId)).data;
  if (patient === undefined) return <Loading what={t`the patient`} />;
  if (patient.stay !== null) {
    return (
      <p>
        {t`${patientName(patient)} is on a ward already.`}{' '}
        <Link href={pathTo.patient(patient.id)}>{t`Go to the patient`}</Link>
      </p>
    );
  }
  return <AdmitForm patient={patient} wardId={props.wardId} />;
}
