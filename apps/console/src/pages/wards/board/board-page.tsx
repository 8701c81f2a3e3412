import { tiers } from '#libs/clinical';
import { type Alert, type Board, compareBoardRows, type LiveEvent, type WardId } from '#libs/contracts';
import { useMemo, useRef, useState } from 'react';
import { BoardTable } from '../../../components/board-table/board-table.tsx';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { riskWords, tierWords } from '../../../components/words/risk-words.ts';
import { alertWords } from '../../../components/words/alert-words.ts';
import { patientName } from '../../../components/words/identity-words.ts';
import { useBoard } from '../../../live/use-board.ts';
import { searchAsOf } from '../../../navigation/as-of.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { Beds } from '../beds.tsx';
import { WardTabs } from '../ward-tabs.tsx';

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
  const rows = useMemo(() => query.data?.rows.toSorted(compareBoardRows) ?? [], [query.data]);

  return (
    <>
      <div className="hw-page-top">
        <PageHeading title={query.data?.ward.name ?? 'Ward board'} />
        {query.data !== undefined && <Beds patients={rows.length} beds={query.data.ward.beds} />}
      </div>
      {asOf === null && <WardTabs wardId={wardId} />}
      <p className="nhsuk-u-visually-hidden" aria-live="polite">
        {announcement}
      </p>
      {query.isPending && <Loading what="the board of this ward" />}
      {query.isError && query.data === undefined && (
        <ProblemSummary
          title="The board of this ward could not be fetched"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data !== undefined && (
        <>
          <Counts board={query.data} now={now} past={asOf !== null} />
          {rows.length === 0 ? (
            <Empty>
              {asOf === null
                ? 'No patients are on this ward. They appear here as soon as they are admitted.'
                : 'No patients were known to be on this ward then.'}
            </Empty>
          ) : (
            <BoardTable
              caption={`Patients on ${query.data.ward.name}, most urgent first`}
              rows={rows}
              now={now}
              search={asOf === null ? '' : searchAsOf('', asOf)}
            />
          )}
        </>
      )}
    </>
  );
}

/** The ward at a glance: patients of each tier, unanswered and overdue alerts. */
function Counts({ board, now, past }: { readonly board: Board; readonly now: number; readonly past: boolean }) {
  const looks = board.rows.map((row) => riskWords(row.score, row.exclusion, row.notScored).look);
  const alerts = board.rows.flatMap((row) => row.alerts);
  const raised = alerts.filter((alert) => alert.state === 'raised');
  const overdue = raised.filter((alert) => alertWords(alert, now).overdue);
  const tasks = board.rows.reduce((sum, row) => sum + row.tasks, 0);
  const unanswered = `${String(raised.length)} unanswered ${raised.length === 1 ? 'alert' : 'alerts'}`;
  return (
    <ul className="hw-counts" aria-label="The ward at a glance">
      {tiers.toReversed().map((tier) => (
        <li key={tier} className={`hw-count hw-count--${tier}`}>
          <strong>{looks.filter((look) => look === tier).length}</strong> {tierWords[tier]}
        </li>
      ))}
      <li className="hw-count hw-count--unclear">
        <strong>{looks.filter((look) => look === 'unclear').length}</strong> Unclear
      </li>
      <li className="hw-counts__alerts">
        {past ? unanswered : <Link href={`${pathTo.alerts}?ward=${board.ward.id}`}>{unanswered}</Link>}
        {!past && tasks > 0 && (
          <Link href={`${pathTo.tasks}?ward=${board.ward.id}`}>
            {tasks} open {tasks === 1 ? 'task' : 'tasks'}
          </Link>
        )}
        {overdue.length > 0 && <strong className="hw-overdue">{overdue.length} overdue</strong>}
      </li>
    </ul>
  );
}

/** One that was learnt of late is to be looked at, not run for. */
const isUrgentNews = ({ tier, state, late }: Alert): boolean => tier === 'high' && state === 'raised' && !late;

/** What to say of new high alerts; undefined where there is none among the events. */
function announcementOf(events: readonly LiveEvent[], board: Board | undefined): string | undefined {
  const names = events.flatMap((event) => {
    if (event.event !== 'alert' || !isUrgentNews(event.data)) return [];
    const row = board?.rows.find((candidate) => candidate.patientId === event.data.patientId);
    return [row === undefined ? 'a patient' : patientName(row)];
  });
  return names.length === 0 ? undefined : `New high alert: ${[...new Set(names)].join(', ')}.`;
}
