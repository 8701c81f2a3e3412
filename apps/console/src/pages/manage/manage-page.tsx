import { t } from '@lingui/core/macro';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { ManageTabs } from './manage-tabs.tsx';

/** Where those who run the service begin. */
export function ManagePage() {
  return (
    <>
      <PageHeading title={t`Manage`} />
      <ManageTabs />
      <dl className="nhsuk-summary-list">
        <dt>{t`Wards`}</dt>
        <dd>{t`Which wards there are and how many beds each has; a new one is opened here.`}</dd>
        <dt>{t`Rule sets`}</dt>
        <dd>{t`The charts and pathways that scores and alerts follow, each of their versions, and how two differ.`}</dd>
        <dt>{t`Replay report`}</dt>
        <dd>{t`What other rules would have made of what was measured: which alerts would come earlier, later or not at all.`}</dd>
        <dt>{t`Service health`}</dt>
        <dd>{t`What is wrong with Homeward itself, now and before, and messages that could not be worked on.`}</dd>
      </dl>
    </>
  );
}
