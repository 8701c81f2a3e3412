import type { Capacity } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { PageHeading } from '../../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../../components/words/time-words.ts';
import { Link } from '../../../../navigation/navigation.tsx';
import { pathTo } from '../../../../navigation/paths.ts';
import { serverClock } from '../../../../time/server-clock.ts';
import { useLiveCapacity } from '../use-live-capacity.ts';
import { WallWard } from './wall-ward.tsx';
import { type WallFreshness, wallFreshness } from './wall-freshness.ts';

/** Beds by ward for a screen on the wall: read from across the room, and never touched. */
export function WallPage() {
  const capacity = useLiveCapacity(null);
  const { data, dataUpdatedAt } = capacity;
  return (
    <div className="hw-wall">
      <div className="hw-wall__top">
        <PageHeading title={t`Beds`} />
        {data !== undefined && <Of capacity={data} cameAt={dataUpdatedAt} />}
      </div>
      {capacity.isPending && <Loading what={t`the figures`} />}
      {capacity.isError && data === undefined && (
        <ProblemSummary
          title={t`The figures could not be fetched`}
          error={capacity.error}
          onRetry={() => void capacity.refetch()}
        />
      )}
      {data !== undefined && <Wards capacity={data} />}
      <p className="hw-wall__back">
        <Link href={pathTo.capacity}>
          <Trans>Back to capacity</Trans>
        </Link>
      </p>
    </div>
  );
}

/** More would not be on one screen. */
const mostInFull = 8;

function Wards({ capacity: { wards, total } }: { readonly capacity: Capacity }) {
  const isBrief = wards.length > mostInFull;
  if (wards.length === 0) return <Empty>{t`There is no ward yet.`}</Empty>;
  return (
    <ul className={`hw-wall__wards${isBrief ? ' hw-wall__wards--brief' : ''}`}>
      {wards.map(({ wardId, name, figures }) => (
        <WallWard key={wardId} name={name} figures={figures} isBrief={isBrief} />
      ))}
      {wards.length > 1 && <WallWard isTotal name={t`All wards`} figures={total} />}
    </ul>
  );
}

/** Of when the figures are, and whether they are still fetched. */
function Of({ capacity, cameAt }: { readonly capacity: Capacity; readonly cameAt: number }) {
  const fresh = useWallFreshness(cameAt);
  const at = timeWords(capacity.at, serverClock.now());
  if (fresh.kind === 'live') return <p className="hw-wall__fresh">{t`Live, as of ${at}`}</p>;
  return (
    <p className="hw-wall__fresh hw-wall__fresh--stale" role="alert">
      {t`Not updating: this is how it was at ${at}`}
    </p>
  );
}

function useWallFreshness(cameAt: number): WallFreshness {
  const [now, setNow] = useState(() => serverClock.ownNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverClock.ownNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return wallFreshness({ cameAt, now: Math.max(now, cameAt) });
}
