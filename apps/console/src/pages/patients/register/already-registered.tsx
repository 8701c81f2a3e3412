import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { patientSearchQuery } from '../../../api/patients.ts';
import { patientName } from '../../../components/words/identity-words.ts';
import { dateWords } from '../../../components/words/time-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

/** Who has the NHS number that was typed for a new patient, and the way to them. */
export function AlreadyRegistered({ nhsNumber }: { readonly nhsNumber: string }) {
  const [patient] = useQuery(patientSearchQuery(nhsNumber)).data?.items ?? [];
  if (patient === undefined) return null;
  return (
    <p role="status">
      {t`This NHS number is of a patient who is registered already:`}{' '}
      <Link href={pathTo.patient(patient.id)}>
        {patientName(patient)}, {t`born ${dateWords(patient.birthDate)}`}
      </Link>
    </p>
  );
}
