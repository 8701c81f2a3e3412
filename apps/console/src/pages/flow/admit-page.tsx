import { PatientId, type Referral, ReferralId, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { patientQuery } from '../../api/queries.ts';
import { referralQuery } from '../../api/referrals.ts';
import { FindPatient } from '../../components/find-patient/find-patient.tsx';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { patientName } from '../../components/words/identity-words.ts';
import { whereReferralIs } from '../../components/words/referral-words.ts';
import { Link, useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useNow } from '../../time/use-now.ts';
import { AdmitForm } from './admit-form.tsx';
import { FlowTabs } from './flow-tabs.tsx';

/** Admits a patient to a ward, by a referral or without one: who, then where and how. */
export function AdmitPage() {
  const { search, go, path } = useNavigation();
  const asked = new URLSearchParams(search);
  const patientId = PatientId.safeParse(asked.get('patient')).data;
  const referralId = ReferralId.safeParse(asked.get('referral')).data;
  const wardId = WardId.safeParse(asked.get('ward')).data;
  return (
    <>
      <PageHeading title={t`Admit a patient`} />
      <FlowTabs />
      {patientId === undefined && (
        <FindPatient
          next="admit"
          onChoose={({ id }) => {
            asked.set('patient', id);
            go(`${path}?${asked.toString()}`);
          }}
        />
      )}
      {patientId !== undefined && referralId === undefined && (
        <Chosen patientId={patientId} referral={undefined} wardId={wardId} />
      )}
      {patientId !== undefined && referralId !== undefined && (
        <ByReferral patientId={patientId} referralId={referralId} wardId={wardId} />
      )}
    </>
  );
}

interface ByReferralProps {
  readonly patientId: PatientId;
  readonly referralId: ReferralId;
  readonly wardId: WardId | undefined;
}

/** With what the referral says filled in. */
function ByReferral({ referralId, ...props }: ByReferralProps) {
  const now = useNow(60_000);
  const referral = useQuery(referralQuery(referralId));
  if (referral.isPending) return <Loading what={t`the referral`} />;
  if (referral.data === undefined) {
    return (
      <ProblemSummary
        title={t`The referral could not be fetched`}
        error={referral.error}
        onRetry={() => void referral.refetch()}
      />
    );
  }
  return (
    <>
      <p>
        <Link href={pathTo.referral(referralId)}>{t`Referral of ${referral.data.patientName}`}</Link>.{' '}
        {whereReferralIs(referral.data, now)}
      </p>
      <Chosen {...props} referral={referral.data} />
    </>
  );
}

interface ChosenProps {
  readonly patientId: PatientId;
  readonly referral: Referral | undefined;
  readonly wardId: WardId | undefined;
}

function Chosen({ patientId, referral, wardId }: ChosenProps) {
  const patient = useQuery(patientQuery(patientId)).data;
  if (patient === undefined) return <Loading what={t`the patient`} />;
  if (patient.stay !== null) {
    return (
      <p>
        {t`${patientName(patient)} is on a ward already.`}{' '}
        <Link href={pathTo.patient(patient.id)}>{t`Go to the patient`}</Link>
      </p>
    );
  }
  return <AdmitForm patient={patient} referral={referral} wardId={wardId} />;
}
