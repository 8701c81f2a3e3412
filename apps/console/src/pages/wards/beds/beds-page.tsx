import type { BedFigures, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { bedFiguresQuery } from '../../../api/ward-capacity.ts';
import { wardsOverviewQuery } from '../../../api/wards.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { figuresWords } from '../../../components/wards/figures-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { Beds } from '../beds.tsx';
import { WardTabs } from '../ward-tabs.tsx';
import { BedBoard } from './bed-board.tsx';

/** The beds of one ward: how many are taken, and who is in them for a person who may see patients. */
export function BedsPage({ wardId }: { readonly wardId: WardId }) {
  const mayView = useMay('view-patients');
  const wards = useQuery(wardsOverviewQuery);
  const figures = useQuery(bedFiguresQuery(wardId));
  const ward = wards.data?.wards.find((one) => one.ward.id === wardId)?.ward;
  return (
    <>
      {mayView && <LiveBeds wardId={wardId} />}
      <PageHeading title={ward === undefined ? t`Beds` : t`Beds of ${ward.name}`} />
      <WardTabs wardId={wardId} />
      {wards.isSuccess && ward === undefined && <Empty>{t`There is no ward of this address.`}</Empty>}
      {figures.isPending && <Loading what={t`the beds`} />}
      {figures.isError && figures.data === undefined && (
        <ProblemSummary
          title={t`The beds could not be fetched`}
          error={figures.error}
          onRetry={() => void figures.refetch()}
        />
      )}
      {figures.data !== undefined && (
        <>
          <Figures figures={figures.data} />
          <Ways wardId={wardId} />
          {mayView && <BedBoard wardId={wardId} figures={figures.data} />}
        </>
      )}
    </>
  );
}

function Figures({ figures }: { readonly figures: BedFigures }) {
  return (
    <>
      <Beds patients={figures.occupied} beds={figures.open} />
      <p>{figuresWords(figures).slice(1).join(', ')}</p>
    </>
  );
}

/** Into a bed, and to what there are beds for. */
function Ways({ wardId }: { readonly wardId: WardId }) {
  const mayAdmit = useMay('admit-and-discharge');
  const mayRefer = useMay('manage-referrals');
  const mayManage = useMay('manage-wards');
  return (
    <div className="hw-actions">
      {mayAdmit && (
        <Link className="nhsuk-button hw-button--small" href={`${pathTo.admit}?ward=${wardId}`}>
          {t`Admit a patient`}
        </Link>
      )}
      {mayRefer && (
        <Link
          className="nhsuk-button nhsuk-button--secondary hw-button--small"
          href={`${pathTo.refer}?ward=${wardId}`}
        >{t`Refer a patient`}</Link>
      )}
      {mayManage && <Link href={pathTo.manageWard(wardId)}>{t`Capacity and closures`}</Link>}
    </div>
  );
}

/** Whatever changes a bed of the ward has its beds fetched again; what no event is about, the clock does. */
function LiveBeds({ wardId }: { readonly wardId: WardId }) {
  const isAboutBeds = ({ event }: { readonly event: string }): boolean =>
    event === 'stay' || event === 'referral' || event === 'ward';
  useRefetchAfterEvents({ queryKey: ['stays'], wardId, isAbout: isAboutBeds });
  useRefetchAfterEvents({ queryKey: ['board', wardId], wardId, isAbout: ({ event }) => event === 'stay' });
  useRefetchAfterEvents({ queryKey: ['bed-figures'], isAbout: isAboutBeds });
  useRefetchAfterEvents({ queryKey: ['referrals'], isAbout: isAboutBeds });
  useRefetchAfterEvents({ queryKey: ['wards-overview'], isAbout: isAboutBeds });
  return null;
}
