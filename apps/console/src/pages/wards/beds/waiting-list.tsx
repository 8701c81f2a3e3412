import type { Referral } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { FlagTags } from '../../../components/flags/flag-tags.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Empty } from '../../../components/page-states/page-states.tsx';
import { nhsNumberWords, pathwayWords } from '../../../components/words/identity-words.ts';
import { urgencyWords } from '../../../components/words/referral-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo, pathToAdmission } from '../../../navigation/paths.ts';
import { useDrag } from './use-dropping.tsx';

/** Who waits for a bed of the ward, in the order in which beds are given. */
export function WaitingList({ referrals, now }: { readonly referrals: readonly Referral[]; readonly now: number }) {
  return (
    <Section title={t`Waiting list`}>
      {referrals.length === 0 && <Empty>{t`No patient waits for a bed here.`}</Empty>}
      <ol className="hw-waiting-list">
        {referrals.map((referral) => (
          <Waiting key={referral.id} referral={referral} now={now} />
        ))}
      </ol>
    </Section>
  );
}

function Waiting({ referral, now }: { readonly referral: Referral; readonly now: number }) {
  const { patientName, nhsNumber, urgency, pathway, acceptedAt, flags, stateReason } = referral;
  const mayAdmit = useMay('admit-and-discharge');
  const drag = useDrag(mayAdmit ? { kind: 'referral', referral } : null);
  return (
    <li className="hw-bed" {...drag}>
      <p className="hw-bed__who">
        <Link href={pathTo.referral(referral.id)}>{patientName}</Link>{' '}
        <span className="hw-nhs-number">{nhsNumberWords(nhsNumber)}</span>
      </p>
      <p className="hw-bed__facts">
        <strong>{urgencyWords(urgency)}</strong>, {pathwayWords(pathway)}
        {acceptedAt !== null && `, ${t`since ${timeWords(acceptedAt, now)}`}`}
        {stateReason !== null && (
          <>
            <br />
            {stateReason}
          </>
        )}
      </p>
      <p className="hw-tags">
        <FlagTags flags={flags} />
      </p>
      {mayAdmit && (
        <Link href={pathToAdmission(referral)}>
          {t`Admit`}
          <span className="nhsuk-u-visually-hidden"> {patientName}</span>
        </Link>
      )}
    </li>
  );
}
