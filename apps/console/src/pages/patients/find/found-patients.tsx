import { plural, t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { patientSearchQuery } from '../../../api/patients.ts';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { FoundPatient } from './found-patient.tsx';

/** Everyone whom a text finds. */
export function FoundPatients({ text }: { readonly text: string }) {
  const found = useQuery(patientSearchQuery(text));
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
            <FoundPatient patient={patient} />
          </li>
        ))}
      </ul>
    </>
  );
}
