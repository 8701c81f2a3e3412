import type { Patient, Ward } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { patientSearchQuery, shortestSearch } from '../../../api/patients.ts';
import { wardsQuery } from '../../../api/queries.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { nhsNumberWords, pathwayWords, patientName } from '../../../components/words/identity-words.ts';
import { ageInYears, dateWords } from '../../../components/words/time-words.ts';
import { Link, useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';

/** So long after the last key the search begins. */
const typingPauseMs = 250;

/** Finds a patient by name, NHS number or device, while it is typed. */
export function FindPatientPage() {
  const { path, search, go } = useNavigation();
  const asked = new URLSearchParams(search).get('search') ?? '';
  const mayRegister = useMay('manage-patients');
  return (
    <>
      <div className="hw-page-top">
        <PageHeading title={t`Patients`} />
        {mayRegister && <Link href={pathTo.registerPatient}>{t`Register a new patient`}</Link>}
      </div>
      <SearchField
        asked={asked}
        onSearch={(text) => go(text === '' ? path : `${path}?search=${encodeURIComponent(text)}`, 'replace')}
      />
      {asked.trim().length < shortestSearch ? (
        <p>{t`Type the beginning of a name, three digits of an NHS number, or a device.`}</p>
      ) : (
        <Found text={asked} />
      )}
    </>
  );
}

function SearchField({ asked, onSearch }: { readonly asked: string; readonly onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(asked);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    if (typed === asked) return undefined;
    const timer = setTimeout(() => onSearch(typed), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, asked, onSearch]);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor="find-patient">
        <Trans>Name, NHS number or device</Trans>
      </label>
      <input
        ref={field}
        className="nhsuk-input nhsuk-input--width-20"
        id="find-patient"
        type="search"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          document.querySelector<HTMLElement>('.hw-found a')?.focus();
        }}
      />
    </div>
  );
}

function Found({ text }: { readonly text: string }) {
  const found = useQuery(patientSearchQuery(text));
  const wards = useQuery(wardsQuery).data?.items ?? [];
  if (found.isPending) return <Loading what={t`patients`} />;
  if (found.data === undefined) {
    return (
      <ProblemSummary
        title={t`Patients could not be searched`}
        error={found.error}
        onRetry={() => void found.refetch()}
      />
    );
  }
  const { items, more } = found.data;
  return (
    <>
      <p role="status">
        {more
          ? t`More than ${items.length} patients: type more of the name.`
          : t`${plural(items.length, { one: '# patient found', other: '# patients found' })}`}
      </p>
      {items.length === 0 && <Empty>{t`No patient is registered with this name, number or device.`}</Empty>}
      <ul className="hw-found">
        {items.map((patient) => (
          <li key={patient.id}>
            <FoundPatient patient={patient} ward={wards.find(({ id }) => id === patient.stay?.wardId)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function FoundPatient({ patient, ward }: { readonly patient: Patient; readonly ward: Ward | undefined }) {
  const now = useNow(60_000);
  const { stay } = patient;
  return (
    <>
      <Link href={pathTo.patient(patient.id)}>{patientName(patient)}</Link>{' '}
      <span>
        {t`${ageInYears(patient.birthDate, now)} years, born ${dateWords(patient.birthDate)}`}, {t`NHS number`}{' '}
        <span className="hw-nhs-number">{nhsNumberWords(patient.nhsNumber)}</span>
      </span>{' '}
      <strong>
        {stay === null ? t`Not on a ward` : `${ward?.name ?? t`On a ward`}, ${pathwayWords(stay.pathway)}`}
      </strong>
    </>
  );
}
