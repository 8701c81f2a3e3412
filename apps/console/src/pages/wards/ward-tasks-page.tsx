import type { WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { TaskList } from '../../components/tasks/task-list.tsx';
import { WardTabs } from './ward-tabs.tsx';

/** What is to be done for the patients of one ward. */
export function WardTasksPage({ wardId }: { readonly wardId: WardId }) {
  return (
    <>
      <PageHeading title={t`Tasks of this ward`} />
      <WardTabs wardId={wardId} />
      <TaskList filter={{ wardId, state: 'open' }} />
    </>
  );
}
