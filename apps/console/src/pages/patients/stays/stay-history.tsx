import type { Stay } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { stayHistoryQuery } from '../../../api/patients.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';

export interface StayHistoryProps {
  readonly stay: Stay;
  readonly now: number;
}

/** Who changed the stay, when and how: placements, who had the patient, its end. Of the past only what had happened by then. */
export function StayHistory({ stay, now }: StayHistoryProps) {
  const { asOf } = useAsOf();
  const history = useQuery(stayHistoryQuery(stay.id));
  useRefetchAfterEvents({
    queryKey: queryKeys.stayHistory(stay.id),
    isAbout: ({ event, data }) => event === 'stay' && data.id === stay.id,
  });
  const entries = history.data?.items.filter(({ at }) => asOf === null || at <= asOf);
  return (
    <details>
      <summary>{t`What happened during this stay`}</summary>
      {history.isPending && <Loading what={t`the stay’s history`} />}
      {history.isError && entries === undefined && (
        <ProblemSummary
          title={t`The stay’s history could not be fetched`}
          error={history.error}
          onRetry={() => void history.refetch()}
        />
      )}
      <ol className="nhsuk-list">
        {entries?.map(({ at, by, text }) => (
          <li key={`${at} ${text}`}>
            {timeWords(at, now)}, {by.name}: {text}
          </li>
        ))}
      </ol>
    </details>
  );
}
