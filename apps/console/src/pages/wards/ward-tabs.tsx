import type { WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useMay } from '../../components/frame/person.tsx';
import { type Tab, Tabs } from '../../components/tabs/tabs.tsx';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { WardOnCall } from './ward-on-call.tsx';

/** The pages of one ward. */
export function WardTabs({ wardId }: { readonly wardId: WardId }) {
  const { path } = useNavigation();
  const mayView = useMay('view-patients');
  const mayReadStaff = useMay('view-staff');
  const tabs: readonly Tab[] = [
    ...(mayView ? [{ href: pathTo.board(wardId), words: t`Board` }] : []),
    { href: pathTo.beds(wardId), words: t`Beds` },
    ...(mayView
      ? [
          { href: pathTo.wardTasks(wardId), words: t`Tasks` },
          { href: pathTo.handover(wardId), words: t`Handover` },
        ]
      : []),
  ];
  return (
    <div className={path === pathTo.board(wardId) ? 'hw-ward-top hw-ward-top--board' : 'hw-ward-top'}>
      <Tabs label={t`This ward`} tabs={tabs} current={path} />
      {mayReadStaff && <WardOnCall wardId={wardId} />}
    </div>
  );
}
