import type { Patient } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { boardQuery, wardsQuery } from '../../../api/queries.ts';
import { useWardChoice } from '../../../components/ward-choice/ward-choice.tsx';
import { nhsNumberWords, pathwayWords, patientName } from '../../../components/words/identity-words.ts';
import { ageInYears, dateWords } from '../../../components/words/time-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';
import { RowRisk } from './row-risk.tsx';

/** A patient in a few words: who, on which ward and with which devices. */
export function FoundPatient({ patient }: { readonly patient: Patient }) {
  const now = useNow(60_000);
  const { stay, devices } = patient;
  const wards = useQuery(wardsQuery).data?.items ?? [];
  const ward = wards.find(({ id }) => id === stay?.wardId)?.name ?? t`On a ward`;
  return (
    <>
      <Link href={pathTo.patient(patient.id)}>{patientName(patient)}</Link>{' '}
      <span>
        {t`${ageInYears(patient.birthDate, now)} years, born ${dateWords(patient.birthDate)}`}, {t`NHS number`}{' '}
        <span className="hw-nhs-number">{nhsNumberWords(patient.nhsNumber)}</span>
      </span>{' '}
      <strong>{stay === null ? t`Not on a ward` : `${ward}, ${pathwayWords(stay.pathway)}`}</strong>{' '}
      <RiskOfTheirWard patient={patient} />
      {devices.length > 0 && (
        <span className="hw-found__devices">
          {t`Devices`} <span className="hw-code">{devices.join(', ')}</span>
        </span>
      )}
    </>
  );
}

/** How ill the patient is, where they are on the ward that the person works on: only that ward's board is fetched for it. */
function RiskOfTheirWard({ patient: { id, stay } }: { readonly patient: Patient }) {
  const { wardId } = useWardChoice();
  const isOfWard = wardId !== null && stay?.wardId === wardId;
  const board = useQuery(boardQuery(isOfWard ? wardId : undefined, null));
  const row = board.data?.rows.find(({ patientId }) => patientId === id);
  return row === undefined ? null : <RowRisk row={row} />;
}
