import { t } from '@lingui/core/macro';
import { useMay } from '../../components/frame/person.tsx';
import { type Tab, Tabs } from '../../components/tabs/tabs.tsx';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** The pages of those who run the service, as far as the person may open them. */
export function ManageTabs() {
  const { path } = useNavigation();
  const mayWards = useMay('manage-wards');
  const mayRules = useMay('view-patients');
  const tabs: readonly Tab[] = [
    ...(mayWards ? [{ href: pathTo.manageWards, words: t`Wards` }] : []),
    ...(mayRules
      ? [
          { href: pathTo.ruleSets, words: t`Rule sets` },
          { href: pathTo.replayReport, words: t`Replay report` },
        ]
      : []),
    { href: pathTo.health, words: t`Service health` },
  ];
  return <Tabs label={t`Manage`} tabs={tabs} current={path} />;
}
