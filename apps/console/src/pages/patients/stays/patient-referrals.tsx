import { type PatientId, referralStates } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { referralsQuery } from '../../../api/referrals.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { Section } from '../../../components/frame/section.tsx';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import { whereReferralIs } from '../../../components/words/referral-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

/** For what the patient was referred, and what became of it: as of now alone, and left out of the past. */
export function PatientReferrals({ patientId }: { readonly patientId: PatientId }) {
  const { asOf, now } = useAsOf();
  const referrals = useQuery({ ...referralsQuery({ states: referralStates, patientId }), enabled: asOf === null });
  useRefetchAfterEvents({
    queryKey: ['referrals'],
    isAbout: ({ event, data }) => (event === 'referral' || event === 'stay') && data.patientId === patientId,
  });
  const items = referrals.data?.items ?? [];
  if (asOf !== null || items.length === 0) return null;
  return (
    <Section title={t`Referrals`}>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {items.map((referral) => (
          <li key={referral.id}>
            <Link href={pathTo.referral(referral.id)}>{pathwayWords(referral.pathway)}</Link>,{' '}
            {t`received ${timeWords(referral.receivedAt, now)}`}. {whereReferralIs(referral, now)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
