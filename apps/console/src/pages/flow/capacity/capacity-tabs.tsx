import { t } from '@lingui/core/macro';
import { type Tab, Tabs } from '../../../components/tabs/tabs.tsx';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { FlowTabs } from '../flow-tabs.tsx';

/** The pages about beds in numbers, below those about patients who come and go. */
export function CapacityTabs() {
  const { path } = useNavigation();
  const tabs: readonly Tab[] = [
    { href: pathTo.capacity, words: t`Beds now` },
    { href: pathTo.capacitySnapshots, words: t`Snapshots` },
    { href: pathTo.capacityForecast, words: t`Forecast` },
    { href: pathTo.capacityTargets, words: t`Targets` },
    { href: pathTo.benefits, words: t`Benefits` },
    { href: pathTo.capacityWall, words: t`For the wall` },
  ];
  return (
    <>
      <FlowTabs />
      <Tabs label={t`Capacity`} tabs={tabs} current={path} />
    </>
  );
}
