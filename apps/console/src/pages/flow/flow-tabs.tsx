import { t } from '@lingui/core/macro';
import { useMay } from '../../components/frame/person.tsx';
import { type Tab, Tabs } from '../../components/tabs/tabs.tsx';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** The pages about patients who come and go. */
export function FlowTabs() {
  const { path } = useNavigation();
  const mayAdmit = useMay('admit-and-discharge');
  const mayView = useMay('view-patients');
  const tabs: readonly Tab[] = [
    { href: pathTo.flow, words: t`Figures` },
    { href: pathTo.alertBurden, words: t`Alert burden` },
    { href: pathTo.capacity, words: t`Capacity` },
    ...(mayView ? [{ href: pathTo.referrals, words: t`Referrals` }] : []),
    ...(mayAdmit ? [{ href: pathTo.admit, words: t`Admit` }] : []),
    ...(mayView ? [{ href: pathTo.discharges, words: t`Discharges` }] : []),
  ];
  return <Tabs label={t`Flow`} tabs={tabs} current={path.startsWith(pathTo.capacity) ? pathTo.capacity : path} />;
}
