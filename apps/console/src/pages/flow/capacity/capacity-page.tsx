import type { Capacity, Instant } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { dateWords, timeWords } from '../../../components/words/time-words.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { useNow } from '../../../time/use-now.ts';
import { addressAt, atIn } from './capacity-at.ts';
import { CapacityHeadline } from './capacity-headline.tsx';
import { CapacityTables } from './capacity-tables.tsx';
import { CapacityTabs } from './capacity-tabs.tsx';
import { CapacityTimeForm } from './capacity-time-form.tsx';
import { useLiveCapacity } from './use-live-capacity.ts';

/** Beds and patients of every ward in numbers, now or at another time. No patient is named. */
export function CapacityPage() {
  const { search, go } = useNavigation();
  const at = atIn(search);
  const capacity = useLiveCapacity(at);
  return (
    <>
      <PageHeading title={t`Capacity`} />
      <CapacityTabs />
      <CapacityTimeForm at={at} onChange={(chosen) => go(addressAt(chosen))} />
      {capacity.isPending && <Loading what={t`the figures`} />}
      {capacity.isError && capacity.data === undefined && (
        <ProblemSummary
          title={t`The figures could not be fetched`}
          error={capacity.error}
          onRetry={() => void capacity.refetch()}
        />
      )}
      {capacity.data !== undefined && <Figures capacity={capacity.data} at={at} />}
    </>
  );
}

function Figures({ capacity, at }: { readonly capacity: Capacity; readonly at: Instant | null }) {
  return (
    <>
      <Of at={at} of={capacity.at} />
      {capacity.wards.length === 0 && <Empty>{t`There is no ward yet.`}</Empty>}
      <CapacityHeadline total={capacity.total} />
      <CapacityTables capacity={capacity} />
    </>
  );
}

/** Of when the figures are, and whether they change by themselves. */
function Of({ at, of }: { readonly at: Instant | null; readonly of: Instant }) {
  const now = useNow();
  const [day, clock] = [dateWords(of), timeWords(of, Date.parse(of))];
  if (at === null) {
    return (
      <p>
        <Trans>As of {clock}. These figures update by themselves.</Trans>
      </p>
    );
  }
  return (
    <p className="hw-sent" role="status">
      <strong>
        <Trans>
          Figures of {day} at {clock}.
        </Trans>
      </strong>{' '}
      {Date.parse(of) > now
        ? t`That is to come: stays and closures as they are planned now.`
        : t`That is past: as it is known now. Nothing here is of now.`}
    </p>
  );
}
