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
        <dt>{t`People`}</dt>
        <dd>{t`Who works here and on which wards, how each is reached, and who cannot be.`}</dd>
        <dt>{t`Teams`}</dt>
        <dd>{t`People and other teams that are notified together.`}</dd>
        <dt>{t`Rotas`}</dt>
        <dd>{t`Who is on call when, where no person is, and who stands in for whom.`}</dd>
        <dt>{t`Escalation policies`}</dt>
        <dd>{t`Whom an alert notifies, in which order, until it is answered.`}</dd>
        <dt>{t`Sent messages`}</dt>
        <dd>{t`Messages of channels without a provider: kept here instead of being sent.`}</dd>
        <dt>{t`Service health`}</dt>
        <dd>{t`What is wrong with Homeward itself, now and before, and messages that could not be worked on.`}</dd>
      </dl>
    </>
  );
}
