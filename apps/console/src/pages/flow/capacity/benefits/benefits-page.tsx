import type { Benefits } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { benefitDays, type BenefitDays, benefitsQuery } from '../../../../api/capacity.ts';
import { Choice } from '../../../../components/choice/choice.tsx';
import { PageHeading } from '../../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../../components/page-states/page-states.tsx';
import { dateWords } from '../../../../components/words/time-words.ts';
import { useNavigation } from '../../../../navigation/navigation.tsx';
import { pathTo } from '../../../../navigation/paths.ts';
import { CapacityTabs } from '../capacity-tabs.tsx';
import { BenefitTables } from './benefit-tables.tsx';
import { ClaimedAndMeasured } from './claimed-and-measured.tsx';
import { ClaimsSection } from './claims-section.tsx';

/** Bed days that plans claim a stay saves, beside those that were measured, with how weak that is. */
export function BenefitsPage() {
  const { search, go } = useNavigation();
  const days = daysIn(search);
  const benefits = useQuery(benefitsQuery(days));
  return (
    <>
      <PageHeading title={t`Benefits`} />
      <CapacityTabs />
      <div className="hw-filters">
        <Choice
          label={t`Stays that ended in`}
          value={days}
          choices={benefitDays.map((value) => ({ value, words: t`the last ${value} days` }))}
          onChange={(chosen) => go(`${pathTo.benefits}?days=${String(chosen)}`, 'replace')}
        />
      </div>
      {benefits.isPending && <Loading what={t`the benefits`} />}
      {benefits.isError && benefits.data === undefined && (
        <ProblemSummary
          title={t`The benefits could not be fetched`}
          error={benefits.error}
          onRetry={() => void benefits.refetch()}
        />
      )}
      {benefits.data !== undefined && <BenefitsOf benefits={benefits.data} />}
      <ClaimsSection />
    </>
  );
}

function daysIn(search: string): BenefitDays {
  const asked = Number(new URLSearchParams(search).get('days'));
  return benefitDays.find((days) => days === asked) ?? 90;
}

function BenefitsOf({ benefits: { from, until, rows } }: { readonly benefits: Benefits }) {
  if (rows.length === 0) return <Empty>{t`No stay ended in this time.`}</Empty>;
  return (
    <>
      <p>
        <Trans>
          Stays that ended from {dateWords(from)} to {dateWords(until)}. What a plan claims is one thing, what can be
          measured another; how they were compared, and why that proves little, stands beside each.
        </Trans>
      </p>
      <ClaimedAndMeasured rows={rows.filter(({ level }) => level === 'total')} />
      <BenefitTables rows={rows} />
    </>
  );
}
