import type { BoardRow, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueries, useQuery } from '@tanstack/react-query';
import { use } from 'react';
import { boardQuery, wardsQuery } from '../../api/queries.ts';
import { PersonContext } from '../../components/frame/person.tsx';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Section } from '../../components/frame/section.tsx';
import { Empty, Loading } from '../../components/page-states/page-states.tsx';
import { TaskList } from '../../components/tasks/task-list.tsx';
import { useWardChoice } from '../../components/ward-choice/ward-choice.tsx';
import { useRefetchAfterEvents } from '../../live/use-refetch-after-events.ts';
import { useNow } from '../../time/use-now.ts';
import { AlertList } from '../alerts/alert-list.tsx';
import { mostUrgent, ofPerson } from './my-shift.ts';
import { NowTabs } from './now-tabs.tsx';
import { PatientLine } from './patient-line.tsx';

/** The shift at a glance: who is worst and why, the patients I have, what waits for an answer, and what is to be done. */
export function NowPage() {
  const { wardId } = useWardChoice();
  const me = use(PersonContext);
  const { rows, isPending } = useBoards(wardId);
  return (
    <>
      <PageHeading title={t`Now`} />
      <NowTabs />
      <div className="hw-patient">
        <div>
          <Section title={t`Most urgent`}>
            {isPending && <Loading what={t`the patients`} />}
            {!isPending && rows.length === 0 && <Empty>{t`No patients are on the ward.`}</Empty>}
            <Lines rows={mostUrgent(rows)} />
          </Section>
          <Section title={t`Alerts that wait`}>
            <AlertList filter={{ state: 'open', wardId: wardId ?? undefined }} onlyCalling empty={t`No alert waits.`} />
          </Section>
        </div>
        <div>
          <Section title={t`My patients`}>
            {!isPending && ofPerson(rows, me?.id).length === 0 && (
              <p>{t`You have said of no patient that you have them. It is done on the patient's page.`}</p>
            )}
            <Lines rows={ofPerson(rows, me?.id)} />
          </Section>
          <Section title={t`Tasks`}>
            <TaskList filter={{ state: 'open', wardId: wardId ?? undefined }} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Lines({ rows }: { readonly rows: readonly BoardRow[] }) {
  const now = useNow();
  return (
    <ol className="hw-lines">
      {rows.map((row) => (
        <li key={row.patientId}>
          <PatientLine row={row} now={now} />
        </li>
      ))}
    </ol>
  );
}

/** Everyone on the ward chosen, or on all wards. */
function useBoards(wardId: WardId | null): { readonly rows: readonly BoardRow[]; readonly isPending: boolean } {
  const wards = useQuery(wardsQuery);
  const ids = wardId === null ? (wards.data?.items.map(({ id }) => id) ?? []) : [wardId];
  const boards = useQueries({ queries: ids.map((id) => boardQuery(id, null)) });
  useRefetchAfterEvents({
    queryKey: ['board'],
    wardId,
    isAbout: ({ event }) => ['score', 'alert', 'stay', 'plan'].includes(event),
  });
  return {
    rows: boards.flatMap(({ data }) => data?.rows ?? []),
    isPending: wards.isPending || boards.some(({ isPending }) => isPending),
  };
}
