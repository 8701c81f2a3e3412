import type { WardId } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fetchTasks, type TaskFilter, taskQuery, wardsQuery } from '../../api/queries.ts';
import { usePatients } from '../../components/alerts/use-patients.ts';
import { Who } from '../../components/alerts/who.tsx';
import { useWithOpenForms } from '../../components/forms/use-with-open-forms.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { completeTaskForm, TaskCard } from '../../components/tasks/task-card.tsx';
import { patientName } from '../../components/words/identity-words.ts';
import { compareTasks } from '../../components/words/task-words.ts';
import { WardFilter } from '../../components/ward-filter/ward-filter.tsx';
import { tasksAfter } from '../../live/list-changes.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import { useNow } from '../../time/use-now.ts';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { admitsTask, taskFilterOf, taskSearchOf } from './task-filter.ts';

/** What clinicians are to do for patients without being paged, the longest due first. */
export function TasksPage() {
  const now = useNow();
  const { search, go } = useNavigation();
  const filter = useMemo(() => taskFilterOf(search), [search]);
  const mayComplete = useMay('act-on-alerts');
  const wards = useQuery(wardsQuery);
  const list = useLiveList({
    key: ['tasks', filter],
    fetch: (signal) => fetchTasks(filter, signal),
    after: tasksAfter((task) => admitsTask(filter, task)),
  });
  useLive({
    wardId: filter.wardId ?? null,
    onEvents: (events) => {
      list.hear(events);
      if (events.some(({ event }) => event === 'reset')) void list.query.refetch();
    },
  });
  const listed = useWithOpenForms(list.query.data?.items ?? none, {
    form: completeTaskForm,
    query: taskQuery,
    belongs: (task) => admitsTask({ ...filter, state: undefined }, task),
  });
  const tasks = useMemo(() => listed.toSorted(compareTasks), [listed]);
  const patients = usePatients(tasks);
  const wardNames = new Map(wards.data?.items.map((ward) => [ward.id, ward.name]));

  return (
    <>
      <div className="hw-page-top">
        <PageHeading title="Tasks" />
      </div>
      <Filters
        filter={filter}
        wards={wards.data?.items ?? []}
        onChange={(changed) => go(`${pathTo.tasks}${taskSearchOf(changed)}`, 'replace')}
      />
      {list.query.isPending && <Loading what="the tasks" />}
      {list.query.isError && list.query.data === undefined && (
        <ProblemSummary
          title="The tasks could not be fetched"
          error={list.query.error}
          onRetry={() => void list.query.refetch()}
        />
      )}
      {list.query.isSuccess && tasks.length === 0 && (
        <Empty>{filter.state === 'open' ? 'No open tasks.' : 'No tasks like these.'}</Empty>
      )}
      <ol className="hw-alerts">
        {tasks.map((task) => {
          const patient = patients.get(task.patientId);
          return (
            <li key={task.id}>
              <TaskCard
                task={task}
                now={now}
                mayComplete={mayComplete}
                patientLabel={patient === undefined ? 'this patient' : patientName(patient)}
                patient={
                  <Who patientId={task.patientId} patient={patient} ward={wardNames.get(task.wardId)} now={now} />
                }
              />
            </li>
          );
        })}
      </ol>
      {list.query.data?.more === true && <p>Only the first {tasks.length} tasks are shown. Filter to see others.</p>}
    </>
  );
}

const none: readonly [] = [];

const stateChoices = { open: 'Open', done: 'Done', cancelled: 'No longer needed', all: 'All' } as const;

function Filters(props: {
  readonly filter: TaskFilter;
  readonly wards: readonly { readonly id: WardId; readonly name: string }[];
  readonly onChange: (filter: TaskFilter) => void;
}) {
  const { filter, wards, onChange } = props;
  return (
    <form className="hw-filters" aria-label="Which tasks" onSubmit={(event) => event.preventDefault()}>
      <WardFilter
        id="task-ward-filter"
        wards={wards}
        chosen={filter.wardId}
        onChange={(wardId) => onChange({ ...filter, wardId })}
      />
      <div>
        <label className="nhsuk-label" htmlFor="task-state-filter">
          State
        </label>
        <select
          className="nhsuk-select"
          id="task-state-filter"
          value={filter.state ?? 'all'}
          onChange={(event) => onChange({ ...filter, state: taskFilterOf(`?state=${event.target.value}`).state })}
        >
          {Object.entries(stateChoices).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </div>
    </form>
  );
}
