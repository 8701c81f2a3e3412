import { type Referral, type ReferralState, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { openReferralStates, referralsQuery } from '../../../api/referrals.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { useWardBeds } from '../../../components/wards/use-ward-beds.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { Link, useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';
import { FlowTabs } from '../flow-tabs.tsx';
import { groupsOf } from './referral-groups.ts';
import { ReferralTable } from './referral-table.tsx';

const closedStates: readonly ReferralState[] = ['admitted', 'declined', 'withdrawn'];

/** Who is referred: those to be looked at, the waiting list of each ward in order, those with a bed, and those that ended. */
export function ReferralsPage() {
  const { search, go } = useNavigation();
  const mayRefer = useMay('manage-referrals');
  const asked = new URLSearchParams(search);
  const wardId = WardId.safeParse(asked.get('ward')).data;
  const isClosed = asked.get('which') === 'ended';
  const change = (name: string, value: string): void => {
    if (value === '') asked.delete(name);
    else asked.set(name, value);
    go(`${pathTo.referrals}${asked.size === 0 ? '' : `?${asked.toString()}`}`, 'replace');
  };
  return (
    <>
      <PageHeading title={t`Referrals`} />
      <FlowTabs />
      {mayRefer && <Link className="nhsuk-button hw-button--small" href={pathTo.refer}>{t`Refer a patient`}</Link>}
      <div className="hw-filters">
        <Select
          id="referrals-ward"
          label={t`Ward`}
          value={wardId ?? ''}
          choices={[
            { value: '', words: t`Every ward` },
            ...(useWardBeds() ?? []).map(({ id, words }) => ({ value: String(id), words })),
          ]}
          onChange={(value) => change('ward', value)}
        />
        <Select
          id="referrals-which"
          label={t`Which`}
          value={isClosed ? 'ended' : ''}
          choices={[
            { value: '', words: t`To be decided or waiting` },
            { value: 'ended', words: t`Admitted, declined or withdrawn` },
          ]}
          onChange={(value) => change('which', value)}
        />
      </div>
      <Referrals states={isClosed ? closedStates : openReferralStates} wardId={wardId} />
    </>
  );
}

interface SelectProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly words: string }[];
  readonly onChange: (value: string) => void;
}

function Select({ id, label, value, choices, onChange }: SelectProps) {
  return (
    <div>
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      <select className="nhsuk-select" id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ReferralsProps {
  readonly states: readonly ReferralState[];
  readonly wardId: WardId | undefined;
}

function Referrals({ states, wardId }: ReferralsProps) {
  const now = useNow(60_000);
  const referrals = useQuery(referralsQuery({ states, wardId }));
  useRefetchAfterEvents({
    queryKey: ['referrals'],
    isAbout: ({ event }) => event === 'referral' || event === 'stay',
  });
  if (referrals.isPending) return <Loading what={t`the referrals`} />;
  if (referrals.data === undefined) {
    return (
      <ProblemSummary
        title={t`The referrals could not be fetched`}
        error={referrals.error}
        onRetry={() => void referrals.refetch()}
      />
    );
  }
  const { items, more } = referrals.data;
  if (items.length === 0) return <Empty>{t`There are no such referrals.`}</Empty>;
  return (
    <>
      {more && <p>{t`There are more; choose a ward to see all of them.`}</p>}
      <Groups referrals={items} now={now} />
    </>
  );
}

function Groups({ referrals, now }: { readonly referrals: readonly Referral[]; readonly now: number }) {
  return groupsOf(referrals).map(({ title, referrals: group }) => (
    <ReferralTable key={title} caption={title} referrals={group} now={now} />
  ));
}
