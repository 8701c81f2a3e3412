import { t } from '@lingui/core/macro';
import { Tabs } from '../../components/tabs/tabs.tsx';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** My shift at a glance, and all tasks. */
export function NowTabs() {
  const { path } = useNavigation();
  const tabs = [
    { href: pathTo.now, words: t`My shift` },
    { href: pathTo.tasks, words: t`Tasks` },
  ];
  return <Tabs label={t`Now`} tabs={tabs} current={path} />;
}
