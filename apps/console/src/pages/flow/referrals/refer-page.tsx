import { type Patient, PatientId, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { patientQuery } from '../../../api/queries.ts';
import { openReferralStates, referralsQuery } from '../../../api/referrals.ts';
import { FindPatient } from '../../../components/find-patient/find-patient.tsx';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { patientName } from '../../../components/words/identity-words.ts';
import { referralStateWords } from '../../../components/words/referral-words.ts';
import { Link, useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { FlowTabs } from '../flow-tabs.tsx';
import { ReferForm } from './refer-form.tsx';

/** Refers a patient: who, then for what and why. */
export function ReferPage() {
  const { search, go, path } = useNavigation();
  const asked = new URLSearchParams(search);
  const patientId = PatientId.safeParse(asked.get('patient')).data;
  const wardId = WardId.safeParse(asked.get('ward')).data;
  return (
    <>
      <PageHeading title={t`Refer a patient`} />
      <FlowTabs />
      {patientId === undefined ? (
        <FindPatient
          next="refer"
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

function Chosen({ patientId, wardId }: { readonly patientId: PatientId; readonly wardId: WardId | undefined }) {
  const patient = useQuery(patientQuery(patientId));
  if (patient.isPending) return <Loading what={t`the patient`} />;
  if (patient.data === undefined) {
    return <ProblemSummary title={t`The patient could not be fetched`} error={patient.error} />;
  }
  if (patient.data.stay !== null) {
    return (
      <p>
        {t`${patientName(patient.data)} is on a ward already.`}{' '}
        <Link href={pathTo.patient(patientId)}>{t`Go to the patient`}</Link>
      </p>
    );
  }
  return (
    <>
      <OpenReferrals patient={patient.data} />
      <ReferForm patient={patient.data} wardId={wardId} />
    </>
  );
}

/** That the patient has been referred already, so that it is not done twice unawares. */
function OpenReferrals({ patient }: { readonly patient: Patient }) {
  const open = useQuery(referralsQuery({ states: openReferralStates, patientId: patient.id })).data?.items ?? [];
  if (open.length === 0) return null;
  return (
    <div className="hw-warning">
      <p>{t`${patientName(patient)} has been referred already:`}</p>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {open.map(({ id, pathway, state }) => (
          <li key={id}>
            <Link href={pathTo.referral(id)}>{t`${pathway}: ${referralStateWords(state)}`}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
