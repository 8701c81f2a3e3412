import type { WardOverview, WardsOverview } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../api/query-keys.ts';
import { wardsOverviewQuery } from '../../api/wards.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { TierBadge } from '../../components/risk/risk.tsx';
import { useRefetchAfterEvents } from '../../live/use-refetch-after-events.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { Beds } from './beds.tsx';
import { byUrgency } from './ward-order.ts';
import { tierCountWords, waitingWords } from './ward-words.ts';

/** Every ward at a glance, the most urgent first: the way to each board. */
export function WardsPage() {
  const wards = useQuery(wardsOverviewQuery);
  const mayView = useMay('view-patients');
  return (
    <>
      {mayView && <LiveOverview />}
      <PageHeading title={t`Wards`} />
      {wards.isPending && <Loading what={t`the wards`} />}
      {wards.isError && wards.data === undefined && (
        <ProblemSummary
          title={t`The wards could not be fetched`}
          error={wards.error}
          onRetry={() => void wards.refetch()}
        />
      )}
      {wards.data?.wards.length === 0 && (
        <Empty>{t`There are no wards yet. A person who may manage wards opens the first one.`}</Empty>
      )}
      {wards.data !== undefined && <Overview overview={wards.data} mayOpen={mayView} />}
    </>
  );
}

/** The figures follow what happens on the wards; who may not see that has them by the clock. */
function LiveOverview() {
  useRefetchAfterEvents({
    queryKey: queryKeys.wardsOverview(),
    isAbout: ({ event }) => ['alert', 'score', 'stay', 'task', 'ward'].includes(event),
  });
  return null;
}

function Overview({ overview, mayOpen }: { readonly overview: WardsOverview; readonly mayOpen: boolean }) {
  return (
    <ul className="hw-wards">
      {overview.wards.toSorted(byUrgency).map((ward) => (
        <li key={ward.ward.id}>
          <WardCard overview={ward} mayOpen={mayOpen} />
        </li>
      ))}
    </ul>
  );
}

function WardCard({ overview, mayOpen }: { readonly overview: WardOverview; readonly mayOpen: boolean }) {
  const { ward, worst, overdue } = overview;
  return (
    <div className={`nhsuk-card hw-ward-card${mayOpen ? ' nhsuk-card--clickable' : ''}`}>
      <div className="nhsuk-card__content">
        <h2 className="nhsuk-card__heading nhsuk-heading-s">
          {mayOpen ? (
            <Link className="nhsuk-card__link" href={pathTo.board(ward.id)}>
              {ward.name}
            </Link>
          ) : (
            ward.name
          )}
        </h2>
        <p>
          {worst === null ? (
            t`Nothing has been scored`
          ) : (
            <>
              {t`Worst score`}: <TierBadge tier={worst.tier} /> {worst.total}
            </>
          )}
        </p>
        <p>{tierCountWords(overview.tiers)}</p>
        <p>
          {waitingWords(overview)}
          {overdue > 0 && <strong className="hw-overdue">{t`${overdue} overdue`}</strong>}
        </p>
        <Beds patients={ward.patients} beds={ward.beds} />
      </div>
    </div>
  );
}
