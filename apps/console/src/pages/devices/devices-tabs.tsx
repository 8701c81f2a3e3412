import { t } from '@lingui/core/macro';
import { useMay } from '../../components/frame/person.tsx';
import { type Tab, Tabs } from '../../components/tabs/tabs.tsx';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** The pages about devices, as far as the person may open them. */
export function DevicesTabs() {
  const { path } = useNavigation();
  const mayView = useMay('view-devices');
  const mayGateways = useMay('manage-gateways');
  const mayQuarantine = useMay('view-quarantine');
  const tabs: readonly Tab[] = [
    ...(mayView ? [{ href: pathTo.devices, words: t`Stock and issue` }] : []),
    ...(mayGateways ? [{ href: pathTo.gateways, words: t`Gateways` }] : []),
    ...(mayQuarantine ? [{ href: pathTo.quarantine, words: t`Quarantine` }] : []),
  ];
  return <Tabs label={t`Devices`} tabs={tabs} current={path} />;
}
