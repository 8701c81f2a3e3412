import type { Patient, PatientId } from '#libs/contracts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { nhsNumberWords, patientName } from '../words/identity-words.ts';
import { ageInYears } from '../words/time-words.ts';

/** Who an alert or a task is about, linked to their page, with what distinguishes two people of one name. */
export function Who(props: {
  readonly patientId: PatientId;
  readonly patient: Patient | undefined;
  readonly ward: string | undefined;
  readonly now: number;
}) {
  const { patientId, patient, ward, now } = props;
  return (
    <>
      <Link href={pathTo.patient(patientId)}>{patient === undefined ? 'Patient' : patientName(patient)}</Link>
      <span className="hw-alert__who">
        {patient !== undefined && (
          <>
            {ageInYears(patient.birthDate, now)} y{' '}
            <span className="hw-nhs-number">{nhsNumberWords(patient.nhsNumber)}</span>
          </>
        )}{' '}
        {ward}
      </span>
    </>
  );
}
