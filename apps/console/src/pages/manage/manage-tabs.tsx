import { t } from '@lingui/core/macro';
import { useMay } from '../../components/frame/person.tsx';
import { type Tab, Tabs } from '../../components/tabs/tabs.tsx';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** The pages of those who run the service, as far as the person may open them. */
export function ManageTabs() {
  const { path } = useNavigation();
  const mayWards = useMay('manage-wards');
  const mayReadStaff = useMay('view-staff');
  const mayManageStaff = useMay('manage-staff');
  const maySentMessages = useMay('view-sent-messages');
  const mayRules = useMay('view-patients');
  const tabs: readonly Tab[] = [
    ...(mayWards ? [{ href: pathTo.manageWards, words: t`Wards` }] : []),
    ...(mayRules
      ? [
          { href: pathTo.ruleSets, words: t`Rule sets` },
          { href: pathTo.replayReport, words: t`Replay report` },
        ]
      : []),
    ...(mayManageStaff
      ? [
          { href: pathTo.people, words: t`People` },
          { href: pathTo.teams, words: t`Teams` },
        ]
      : []),
    ...(mayReadStaff
      ? [
          { href: pathTo.rotas, words: t`Rotas` },
          { href: pathTo.escalationPolicies, words: t`Escalation policies` },
        ]
      : []),
    ...(maySentMessages ? [{ href: pathTo.sentMessages, words: t`Sent messages` }] : []),
    { href: pathTo.health, words: t`Service health` },
  ];
  return <Tabs label={t`Manage`} tabs={tabs} current={path} />;
}
