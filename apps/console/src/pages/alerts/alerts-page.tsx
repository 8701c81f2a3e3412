import { ConditionKind, type WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { AlertFilter } from '../../api/queries.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useWardChoice } from '../../components/ward-choice/ward-choice.tsx';
import { conditionWords } from '../../components/words/alert-words.ts';
import { useNavigation } from '../../navigation/navigation.tsx';
import { filterOf, searchOf } from './alert-filter.ts';
import { AlertList } from './alert-list.tsx';
import { AlertsTabs } from './alerts-tabs.tsx';

/** The alerts that wait, by patient; of the ward in use, unless the address names another. */
export function AlertsPage() {
  const { wardId } = useWardChoice();
  return <WaitingAlertsPage title={t`Alerts`} wardId={wardId ?? undefined} />;
}

/** Those that the person sees to, that were handed to a team of theirs, or that are of a patient of theirs. */
export function MyAlertsPage() {
  return <WaitingAlertsPage title={t`My alerts`} isMine />;
}

export function AllAlertsPage() {
  return <WaitingAlertsPage title={t`Alerts of all wards`} />;
}

interface WaitingAlertsProps {
  readonly title: string;
  readonly wardId?: WardId | undefined;
  readonly isMine?: boolean;
}

function WaitingAlertsPage({ title, wardId, isMine = false }: WaitingAlertsProps) {
  const { path, search, go } = useNavigation();
  const filter = useMemo((): AlertFilter => {
    const asked = filterOf(search);
    return { ...asked, wardId: asked.wardId ?? wardId };
  }, [search, wardId]);
  const empty = isMine ? t`No open alert is yours.` : t`No open alerts.`;
  return (
    <>
      <PageHeading title={title} />
      <AlertsTabs />
      <Filters filter={filter} onChange={(changed) => go(`${path}${searchOf(changed)}`, 'replace')} />
      <AlertList filter={filter} isMine={isMine} empty={filter.state === 'open' ? empty : t`No alerts like these.`} />
    </>
  );
}

/** The alerts that are over, the newest first. */
export function AlertHistoryPage() {
  const { wardId } = useWardChoice();
  const filter = useMemo((): AlertFilter => ({ state: 'resolved', wardId: wardId ?? undefined }), [wardId]);
  return (
    <>
      <PageHeading title={t`Alerts that are over`} />
      <AlertsTabs />
      <AlertList filter={filter} empty={t`No alert has been resolved yet.`} />
    </>
  );
}

const states = ['open', 'raised', 'acknowledged'] as const;
type State = (typeof states)[number];

function stateWords(state: State): string {
  switch (state) {
    case 'open':
      return t`Open`;
    case 'raised':
      return t`Unanswered`;
    case 'acknowledged':
      return t`Acknowledged`;
  }
}

interface FiltersProps {
  readonly filter: AlertFilter;
  readonly onChange: (filter: AlertFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  return (
    <form className="hw-filters" aria-label={t`Which alerts`} onSubmit={(event) => event.preventDefault()}>
      <div>
        <label className="nhsuk-label" htmlFor="condition-filter">
          <Trans>About</Trans>
        </label>
        <select
          className="nhsuk-select"
          id="condition-filter"
          value={filter.conditionKind ?? ''}
          onChange={(event) => onChange({ ...filter, conditionKind: ConditionKind.safeParse(event.target.value).data })}
        >
          <option value="">{t`Everything`}</option>
          {Object.entries(conditionWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label className="nhsuk-label" htmlFor="state-filter">
          <Trans>State</Trans>
        </label>
        <select
          className="nhsuk-select"
          id="state-filter"
          value={filter.state ?? 'open'}
          onChange={(event) =>
            onChange({ ...filter, state: states.find((state) => state === event.target.value) ?? 'open' })
          }
        >
          {states.map((state) => (
            <option key={state} value={state}>
              {stateWords(state)}
            </option>
          ))}
        </select>
      </div>
    </form>
  );
}
