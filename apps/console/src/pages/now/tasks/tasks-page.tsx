import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import type { TaskFilter } from '../../../api/queries.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useWardChoice } from '../../../components/ward-choice/ward-choice.tsx';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { NowTabs } from '../now-tabs.tsx';
import { TaskList } from '../../../components/tasks/task-list.tsx';
import { taskFilterOf, taskSearchOf } from '../../../components/tasks/task-filter.ts';

/** What clinicians are to do for patients without being paged, the longest due first; of the ward chosen. */
export function TasksPage() {
  const { search, go } = useNavigation();
  const { wardId } = useWardChoice();
  const filter = useMemo((): TaskFilter => {
    const asked = taskFilterOf(search);
    return { ...asked, wardId: asked.wardId ?? wardId ?? undefined };
  }, [search, wardId]);
  return (
    <>
      <PageHeading title={t`Tasks`} />
      <NowTabs />
      <Filters filter={filter} onChange={(changed) => go(`${pathTo.tasks}${taskSearchOf(changed)}`, 'replace')} />
      <TaskList filter={filter} />
    </>
  );
}

const stateChoices = { open: 'Open', done: 'Done', cancelled: 'No longer needed', all: 'All' } as const;

interface FiltersProps {
  readonly filter: TaskFilter;
  readonly onChange: (filter: TaskFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  return (
    <form className="hw-filters" aria-label="Which tasks" onSubmit={(event) => event.preventDefault()}>
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
