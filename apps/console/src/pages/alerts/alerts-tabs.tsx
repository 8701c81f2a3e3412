import { t } from '@lingui/core/macro';
import { Tabs } from '../../components/tabs/tabs.tsx';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** The alerts that wait: one's own, those of the ward in use, all; and those that are over. */
export function AlertsTabs() {
  const { path } = useNavigation();
  const tabs = [
    { href: pathTo.myAlerts, words: t`Mine` },
    { href: pathTo.alerts, words: t`My ward’s` },
    { href: pathTo.allAlerts, words: t`All` },
    { href: pathTo.alertHistory, words: t`History` },
  ];
  return <Tabs label={t`Alerts`} tabs={tabs} current={path} />;
}
