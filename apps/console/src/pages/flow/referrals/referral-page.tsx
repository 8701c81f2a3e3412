import type { Referral, ReferralId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { criteriaQuery, referralQuery } from '../../../api/referrals.ts';
import { FlagTags } from '../../../components/flags/flag-tags.tsx';
import { Fact } from '../../../components/frame/fact.tsx';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { nhsNumberWords, pathwayWords } from '../../../components/words/identity-words.ts';
import {
  consentWords,
  sourceWords,
  stepWords,
  urgencyWords,
  whereReferralIs,
} from '../../../components/words/referral-words.ts';
import { dateWords, timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo, pathToMerge } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';
import { FlowTabs } from '../flow-tabs.tsx';
import { ReferralCommands } from './referral-commands.tsx';
import { ReferralHistory } from './referral-history.tsx';

/** One referral: where it is on its way, everything that is known of it, and what can be done next. */
export function ReferralPage({ referralId }: { readonly referralId: ReferralId }) {
  const referral = useQuery(referralQuery(referralId));
  const now = useNow();
  // A waiting list moves with every admission and with every other referral.
  useRefetchAfterEvents({
    queryKey: ['referrals'],
    isAbout: ({ event }) => event === 'referral' || event === 'stay',
  });
  return (
    <>
      <PageHeading title={referral.data === undefined ? t`Referral` : t`Referral of ${referral.data.patientName}`} />
      <FlowTabs />
      {referral.isPending && <Loading what={t`the referral`} />}
      {referral.isError && referral.data === undefined && (
        <ProblemSummary
          title={t`The referral could not be fetched`}
          error={referral.error}
          onRetry={() => void referral.refetch()}
        />
      )}
      {referral.data !== undefined && (
        <>
          <p>
            <strong>{whereReferralIs(referral.data, now)}</strong>{' '}
            {referral.data.stayId !== null && (
              <Link href={pathTo.stays(referral.data.patientId)}>{t`Go to the stay`}</Link>
            )}
          </p>
          <ReferralCommands referral={referral.data} now={now} />
          <AboutThePatient referral={referral.data} />
          <WhatIsAsked referral={referral.data} now={now} />
          <Criteria referral={referral.data} />
          <ReferralHistory referralId={referralId} now={now} />
        </>
      )}
    </>
  );
}

function AboutThePatient({ referral }: { readonly referral: Referral }) {
  const mayMerge = useMay('merge-patients');
  const { patientId, patientName, nhsNumber, birthDate, flags, possibleDuplicates } = referral;
  return (
    <Section title={t`Patient`}>
      <dl className="nhsuk-summary-list hw-facts">
        <Fact term={t`Name`}>
          <Link href={pathTo.patient(patientId)}>{patientName}</Link>, {t`born ${dateWords(birthDate)}`},{' '}
          <span className="hw-nhs-number">{nhsNumberWords(nhsNumber)}</span>
        </Fact>
        {flags.length > 0 && (
          <Fact term={t`To know of the patient`}>
            <FlagTags flags={flags} />
          </Fact>
        )}
        {possibleDuplicates.length > 0 && (
          <Fact term={t`Possibly the same person`}>
            {possibleDuplicates.map((id) => (
              <span key={id}>
                <Link
                  href={mayMerge ? pathToMerge(patientId, id) : pathTo.patient(id)}
                >{t`Another record with this name and date of birth`}</Link>{' '}
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </Section>
  );
}

function WhatIsAsked({ referral, now }: { readonly referral: Referral; readonly now: number }) {
  const { triage, acceptedAt, acceptedDespite, expectedDischargeDate, homeAccess, digitalNeeds } = referral;
  return (
    <Section title={t`What is asked`}>
      <dl className="nhsuk-summary-list hw-facts">
        <Fact term={t`Pathway`}>{pathwayWords(referral.pathway)}</Fact>
        <Fact term={t`Ward`}>{referral.wardName ?? t`Any: the triage chooses`}</Fact>
        <Fact term={t`Urgency`}>{urgencyWords(referral.urgency)}</Fact>
        <Fact term={t`Why`}>{referral.reason}</Fact>
        <Fact term={t`Received`}>
          {t`${timeWords(referral.receivedAt, now)} by ${referral.referredBy.name}`}: {sourceWords(referral.source)},{' '}
          {stepWords(referral.step)}
        </Fact>
        <Fact term={t`Consent`}>{consentWords(referral.consent)}</Fact>
        <Fact term={t`Expected discharge`}>
          {expectedDischargeDate === null ? t`not said` : dateWords(expectedDischargeDate)}
        </Fact>
        {homeAccess !== null && <Fact term={t`How to get into the home`}>{homeAccess}</Fact>}
        {digitalNeeds !== null && <Fact term={t`What the patient needs to use devices`}>{digitalNeeds}</Fact>}
        {triage !== null && (
          <Fact term={t`Triaged`}>
            {t`${timeWords(triage.at, now)} by ${triage.by.name}`}
            {triage.note !== null && `: ${triage.note}`}
          </Fact>
        )}
        {acceptedAt !== null && <Fact term={t`Accepted`}>{timeWords(acceptedAt, now)}</Fact>}
        {acceptedDespite !== null && (
          <Fact term={t`Although not every criterion is met`}>{acceptedDespite.reason}</Fact>
        )}
      </dl>
    </Section>
  );
}

/** What the pathway asks, and whether the patient meets it. */
function Criteria({ referral }: { readonly referral: Referral }) {
  const asks = useQuery(criteriaQuery(referral.pathway)).data?.items ?? [];
  if (asks.length === 0) return null;
  const answer = (id: string): string => {
    const isMet = referral.criteria[id];
    if (isMet === undefined) return t`not answered`;
    return isMet ? t`met` : t`not met`;
  };
  return (
    <Section title={t`What the pathway asks`}>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {asks.map(({ id, text }) => (
          <li key={id}>
            {text} <strong>{answer(id)}</strong>
          </li>
        ))}
      </ul>
    </Section>
  );
}
