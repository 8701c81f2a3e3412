import type { WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { wardsQuery } from '../../../api/queries.ts';
import { bedFiguresQuery } from '../../../api/ward-capacity.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { figuresWords } from '../../../components/wards/figures-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { ManageTabs } from '../manage-tabs.tsx';
import { CapacitySection } from './capacity-section.tsx';
import { ClosuresSection } from './closures-section.tsx';
import { WardSection } from './ward-section.tsx';

/** One ward: what it is, how many patients it can care for and since when, and which beds are closed. */
export function ManageWardPage({ wardId }: { readonly wardId: WardId }) {
  const wards = useQuery(wardsQuery);
  const ward = wards.data?.items.find(({ id }) => id === wardId);
  const figures = useQuery(bedFiguresQuery(wardId)).data;
  useLiveWard();
  return (
    <>
      <PageHeading title={ward?.name ?? t`Ward`} />
      <ManageTabs />
      {wards.isPending && <Loading what={t`the ward`} />}
      {wards.isError && wards.data === undefined && (
        <ProblemSummary
          title={t`The ward could not be fetched`}
          error={wards.error}
          onRetry={() => void wards.refetch()}
        />
      )}
      {wards.isSuccess && ward === undefined && <Empty>{t`There is no ward of this address.`}</Empty>}
      {ward !== undefined && (
        <>
          <Section title={t`Now`}>
            <p>
              {figures !== undefined && `${figuresWords(figures).join(', ')}. `}
              <Link href={pathTo.beds(wardId)}>{t`Go to the beds`}</Link>
            </p>
          </Section>
          <WardSection ward={ward} />
          <CapacitySection ward={ward} />
          <ClosuresSection ward={ward} />
        </>
      )}
    </>
  );
}

/** Whatever changes the ward has it fetched again. */
function useLiveWard(): void {
  const isAbout = ({ event }: { readonly event: string }): boolean => event === 'ward';
  useRefetchAfterEvents({ queryKey: ['wards'], isAbout });
  useRefetchAfterEvents({ queryKey: ['bed-figures'], isAbout: ({ event }) => event === 'ward' || event === 'stay' });
  useRefetchAfterEvents({ queryKey: ['ward-capacity'], isAbout });
  useRefetchAfterEvents({ queryKey: ['closures'], isAbout });
}
