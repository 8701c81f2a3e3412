import { type MergePreview, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { mergePreviewQuery } from '../../../api/merges.ts';
import { FindPatient } from '../../../components/find-patient/find-patient.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { nhsNumberWords } from '../../../components/words/identity-words.ts';
import { dateWords } from '../../../components/words/time-words.ts';
import { Link, useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo, pathToMerge } from '../../../navigation/paths.ts';
import { PatientFrame } from '../patient-frame.tsx';
import { MergeForm } from './merge-form.tsx';
import { carriedWords, refusalWords } from './merge-words.ts';

/** Merges another record into this one: which, then what stands in both, and what would happen. */
export function MergePage({ patientId }: { readonly patientId: PatientId }) {
  const { search, go } = useNavigation();
  const duplicateId = PatientId.safeParse(new URLSearchParams(search).get('with')).data;
  return (
    <PatientFrame patientId={patientId} title={t`Merge with another record`}>
      {() => (
        <Section title={t`Merge with another record of the same person`}>
          {duplicateId === undefined ? (
            <FindPatient next={null} onChoose={({ id }) => go(pathToMerge(patientId, id))} />
          ) : (
            <Compared survivorId={patientId} duplicateId={duplicateId} />
          )}
        </Section>
      )}
    </PatientFrame>
  );
}

interface TwoRecords {
  readonly survivorId: PatientId;
  readonly duplicateId: PatientId;
}

function Compared({ survivorId, duplicateId }: TwoRecords) {
  const preview = useQuery(mergePreviewQuery(survivorId, duplicateId));
  if (preview.isPending) return <Loading what={t`both records`} />;
  if (preview.data === undefined) {
    return (
      <ProblemSummary
        title={t`The records could not be compared`}
        error={preview.error}
        onRetry={() => void preview.refetch()}
      />
    );
  }
  return (
    <>
      <SideBySide preview={preview.data} />
      <p>
        <Link href={pathToMerge(duplicateId, survivorId)}>{t`Have the other record stay instead`}</Link>
      </p>
      <WhatWillHappen preview={preview.data} />
      {preview.data.refusal === null ? (
        <MergeForm survivorId={survivorId} duplicateId={duplicateId} />
      ) : (
        <p className="hw-warning">{refusalWords(preview.data.refusal)}</p>
      )}
    </>
  );
}

function SideBySide({ preview: { survivor, duplicate } }: { readonly preview: MergePreview }) {
  const ward = (side: MergePreview['survivor']): string => (side.openStayId === null ? t`no` : t`yes`);
  const rows = [
    [t`Given name`, survivor.givenName, duplicate.givenName],
    [t`Family name`, survivor.familyName, duplicate.familyName],
    [t`Date of birth`, dateWords(survivor.birthDate), dateWords(duplicate.birthDate)],
    [t`NHS number`, nhsNumberWords(survivor.nhsNumber), nhsNumberWords(duplicate.nhsNumber)],
    [t`On a ward`, ward(survivor), ward(duplicate)],
  ] as const;
  return (
    <table className="hw-figures">
      <caption>{t`Both records`}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t`The record that stays`}</th>
          <th scope="col">{t`The duplicate`}</th>
          <th scope="col">{t`Compared`}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, stays, goes]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td data-label={t`The record that stays`}>{stays}</td>
            <td data-label={t`The duplicate`}>
              {what === t`Family name` ? <Link href={pathTo.patient(duplicate.patientId)}>{goes}</Link> : goes}
            </td>
            <td data-label={t`Compared`}>{stays === goes ? t`the same` : <strong>{t`differs`}</strong>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WhatWillHappen({ preview: { carried, planOf, duplicate } }: { readonly preview: MergePreview }) {
  const lines = carriedWords(carried);
  return (
    <>
      <p>{t`From the duplicate, this goes to the record that stays:`}</p>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {lines.length === 0 && <li>{t`Nothing: there is nothing in it.`}</li>}
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>
        {planOf === 'duplicate'
          ? t`The monitoring plan of the duplicate goes along with its stay.`
          : t`The monitoring plan of the record that stays holds.`}{' '}
        {t`The patient is found by the NHS number ${nhsNumberWords(duplicate.nhsNumber)} as well. The merge can be undone from the history.`}
      </p>
    </>
  );
}
