import type { Referral } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { nhsNumberWords, pathwayWords } from '../../../components/words/identity-words.ts';
import { sourceWords, urgencyWords, whereReferralIs } from '../../../components/words/referral-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

export interface ReferralTableProps {
  readonly caption: string;
  readonly referrals: readonly Referral[];
  readonly now: number;
}

/** Referrals, each with who it is, for what, and where it is on its way. */
export function ReferralTable({ caption, referrals, now }: ReferralTableProps) {
  return (
    <table className="hw-figures">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Patient`}</th>
          <th scope="col">{t`Urgency`}</th>
          <th scope="col">{t`Pathway`}</th>
          <th scope="col">{t`Ward`}</th>
          <th scope="col">{t`Received`}</th>
          <th scope="col">{t`State`}</th>
        </tr>
      </thead>
      <tbody>
        {referrals.map((referral) => (
          <tr key={referral.id}>
            <th scope="row">
              <Link href={pathTo.referral(referral.id)}>{referral.patientName}</Link>{' '}
              <span className="hw-nhs-number">{nhsNumberWords(referral.nhsNumber)}</span>
            </th>
            <td data-label={t`Urgency`}>{urgencyWords(referral.urgency)}</td>
            <td data-label={t`Pathway`}>{pathwayWords(referral.pathway)}</td>
            <td data-label={t`Ward`}>{referral.wardName ?? t`any`}</td>
            <td data-label={t`Received`}>
              {timeWords(referral.receivedAt, now)}, {sourceWords(referral.source)}
            </td>
            <td data-label={t`State`}>{whereReferralIs(referral, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
