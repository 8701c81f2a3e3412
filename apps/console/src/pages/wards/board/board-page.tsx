import { type Alert, type Board, type BoardRow, type LiveEvent, openAlertOf, type WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useMemo, useRef, useState } from 'react';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { BoardTable } from '../../../components/board-table/board-table.tsx';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { PrintedAt } from '../../../components/printed-at/printed-at.tsx';
import { useSteadyOrder } from '../../../components/steady-list/use-steady-order.ts';
import { WhatIsNew } from '../../../components/steady-list/what-is-new.tsx';
import { patientName } from '../../../components/words/identity-words.ts';
import { useBoard } from '../../../live/use-board.ts';
import { searchAsOf } from '../../../navigation/as-of.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { Beds } from '../beds.tsx';
import { WardTabs } from '../ward-tabs.tsx';
import { BoardCounts } from './board-counts.tsx';
import { addressWithFilter, boardFilterIn, filteredRows, isFiltered } from './board-filter.ts';
import { BoardFilters } from './board-filters.tsx';

/** The ward board: everyone on the ward by risk, changing by itself. */
export function BoardPage({ wardId }: { readonly wardId: WardId }) {
  const { asOf, now } = useAsOf();
  const [announcement, setAnnouncement] = useState('');
  const board = useRef<Board | undefined>(undefined);
  const query = useBoard({
    wardId,
    asOf,
    onEvents: (events) => {
      const words = announcementOf(events, board.current);
      if (words !== undefined) setAnnouncement(words);
    },
  });
  board.current = query.data;
  return (
    <>
      <div className="hw-page-top">
        <PageHeading title={query.data?.ward.name ?? t`Ward board`} />
        {query.data !== undefined && <Beds patients={query.data.rows.length} beds={query.data.ward.beds} />}
      </div>
      <PrintedAt />
      {asOf === null && <WardTabs wardId={wardId} />}
      <p className="nhsuk-u-visually-hidden" aria-live="polite">
        {announcement}
      </p>
      {query.isPending && <Loading what={t`the board of this ward`} />}
      {query.isError && query.data === undefined && (
        <ProblemSummary
          title={t`The board of this ward could not be fetched`}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data !== undefined && (
        <>
          <BoardCounts board={query.data} now={now} past={asOf !== null} />
          {query.data.rows.length === 0 ? <NoPatients past={asOf !== null} /> : <Patients board={query.data} />}
        </>
      )}
    </>
  );
}

function NoPatients({ past }: { readonly past: boolean }) {
  return (
    <Empty>
      {past
        ? t`No patients were known to be on this ward then.`
        : t`No patients are on this ward. They appear here as soon as they are admitted.`}
    </Empty>
  );
}

const keyOf = ({ patientId }: BoardRow): string => patientId;

function Patients({ board }: { readonly board: Board }) {
  const { asOf, now } = useAsOf();
  const { path, search, fragment, go } = useNavigation();
  const filter = useMemo(() => boardFilterIn({ search, fragment }), [search, fragment]);
  // By the minute, so that the order is not made anew at every tick.
  const minute = Math.floor(now / 60_000) * 60_000;
  const rows = useMemo(() => filteredRows(board.rows, filter, minute), [board.rows, filter, minute]);
  const pathways = useMemo(() => [...new Set(board.rows.map(({ pathway }) => pathway))].toSorted(), [board.rows]);
  const { shown, newcomers, isReordered, takeUp, props } = useSteadyOrder(rows, keyOf, search + fragment);
  return (
    <>
      <BoardFilters
        filter={filter}
        pathways={pathways}
        shown={rows.length}
        total={board.rows.length}
        onChange={(changed) => go(`${path}${addressWithFilter(search, changed)}`, 'replace')}
      />
      {rows.length === 0 && isFiltered(filter) && <Empty>{t`No patient on this ward is like this.`}</Empty>}
      <WhatIsNew
        newcomers={newcomers.length}
        high={newcomers.filter((row) => openAlertOf(row)?.tier === 'high').length}
        isReordered={isReordered}
        onShow={takeUp}
      />
      <div className="hw-board-frame" {...props}>
        <BoardTable
          caption={t`Patients on ${board.ward.name}`}
          rows={shown}
          now={now}
          search={asOf === null ? '' : searchAsOf('', asOf)}
        />
      </div>
    </>
  );
}

/** One that was learnt of late is to be looked at, not run for. */
const isUrgentNews = ({ tier, state, late }: Alert): boolean => tier === 'high' && state === 'raised' && !late;

/** What to say of new high alerts on the board; undefined where there is none among the events. */
function announcementOf(events: readonly LiveEvent[], board: Board | undefined): string | undefined {
  const names = events.flatMap((event) => {
    if (event.event !== 'alert' || !isUrgentNews(event.data)) return [];
    const row = board?.rows.find((candidate) => candidate.patientId === event.data.patientId);
    return [row === undefined ? t`a patient` : patientName(row)];
  });
  return names.length === 0 ? undefined : t`New high alert: ${[...new Set(names)].join(', ')}.`;
}
