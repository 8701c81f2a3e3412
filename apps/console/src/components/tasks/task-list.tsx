import { plural, t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { fetchTasks, type TaskFilter, taskQuery } from '../../api/queries.ts';
import { tasksAfter } from '../../live/list-changes.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import { useNow } from '../../time/use-now.ts';
import { labelOf, Who } from '../alerts/who.tsx';
import { useWithUnfinished } from '../forms/use-with-unfinished.ts';
import { useMay } from '../frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../page-states/page-states.tsx';
import { useSteadyOrder } from '../steady-list/use-steady-order.ts';
import { WhatIsNew } from '../steady-list/what-is-new.tsx';
import { compareTasks } from '../words/task-words.ts';
import { completeTaskForm, TaskCard } from './task-card.tsx';
import { admitsTask } from './task-filter.ts';

const keyOf = ({ id }: { readonly id: string }): string => id;

/** Tasks, the longest due first: a list that stays as it is while a person points at it. */
export function TaskList({ filter }: { readonly filter: TaskFilter }) {
  const now = useNow();
  const mayComplete = useMay('act-on-alerts');
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
  const listed = useWithUnfinished(list.query.data?.items ?? none, {
    list: 'tasks',
    form: completeTaskForm,
    query: taskQuery,
    belongs: (task) => admitsTask({ ...filter, state: undefined }, task),
    now,
  });
  const tasks = useMemo(() => listed.toSorted(compareTasks), [listed]);
  const { shown, newcomers, isReordered, takeUp, props } = useSteadyOrder(tasks, keyOf, JSON.stringify(filter));
  if (list.query.isPending) return <Loading what={t`the tasks`} />;
  if (list.query.data === undefined) {
    return (
      <ProblemSummary
        title={t`The tasks could not be fetched`}
        error={list.query.error}
        onRetry={() => void list.query.refetch()}
      />
    );
  }
  return (
    <>
      <WhatIsNew newcomers={newcomers.length} high={0} isReordered={isReordered} onShow={takeUp} />
      {shown.length === 0 && <Empty>{filter.state === 'open' ? t`No open tasks.` : t`No tasks like these.`}</Empty>}
      <ol className="hw-alerts" {...props}>
        {shown.map((task) => (
          <li key={task.id}>
            <TaskCard
              task={task}
              now={now}
              mayComplete={mayComplete}
              patientLabel={labelOf(task.patient)}
              patient={<Who patientId={task.patientId} patient={task.patient} ward={task.wardName} now={now} />}
            />
          </li>
        ))}
      </ol>
      {list.query.data.more && (
        <p>
          {t`Only the first ${plural(tasks.length, { one: '# task is', other: '# tasks are' })} shown. Filter to see others.`}
        </p>
      )}
    </>
  );
}

const none: readonly [] = [];
