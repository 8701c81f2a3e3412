import type { ReferralId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { referralHistoryQuery } from '../../../api/referrals.ts';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../components/words/time-words.ts';

/** Who changed the referral, when and how, in words. */
export function ReferralHistory({ referralId, now }: { readonly referralId: ReferralId; readonly now: number }) {
  const history = useQuery(referralHistoryQuery(referralId));
  return (
    <Section title={t`History`}>
      {history.isPending && <Loading what={t`the history of the referral`} />}
      {history.isError && history.data === undefined && (
        <ProblemSummary
          title={t`The history of the referral could not be fetched`}
          error={history.error}
          onRetry={() => void history.refetch()}
        />
      )}
      <ol className="nhsuk-list">
        {history.data?.items.map(({ at, by, text, referral }) => (
          <li key={referral.revision}>
            {timeWords(at, now)}, {by.name}: {text}
          </li>
        ))}
      </ol>
    </Section>
  );
}
