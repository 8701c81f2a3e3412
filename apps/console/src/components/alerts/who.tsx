import type { PatientId, PatientName } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { nhsNumberWords, patientName } from '../words/identity-words.ts';
import { ageInYears } from '../words/time-words.ts';

/** Who an alert or a task is about, linked to their page, with what distinguishes two people of one name. */
export function Who(props: {
  readonly patientId: PatientId;
  readonly patient: PatientName | undefined;
  readonly ward: string | undefined;
  readonly now: number;
}) {
  const { patientId, patient, ward, now } = props;
  return (
    <>
      <Link href={pathTo.patient(patientId)}>{labelOf(patient)}</Link>
      <span className="hw-alert__who">
        {patient !== undefined && (
          <>
            {t`${ageInYears(patient.birthDate, now)} years`}{' '}
            <span className="hw-nhs-number">{nhsNumberWords(patient.nhsNumber)}</span>
          </>
        )}{' '}
        {ward}
      </span>
    </>
  );
}

/** What a patient is called on a button, for those who hear the buttons one after another. */
export const labelOf = (patient: PatientName | undefined): string =>
  patient === undefined ? t`Patient` : patientName(patient);
