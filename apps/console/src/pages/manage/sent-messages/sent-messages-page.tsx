import type { SentMessage } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { sentMessagesQuery } from '../../../api/escalation-policies.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { usePeopleChoices } from '../../../components/people/use-names.ts';
import { addressWords, channelName } from '../../../components/words/staff-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { Link, useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';
import { ManageTabs } from '../manage-tabs.tsx';

/** What would have been sent by channels that have no provider, the newest first. */
export function SentMessagesPage() {
  const { search, go } = useNavigation();
  const personId = new URLSearchParams(search).get('personId');
  const messages = useQuery({ ...sentMessagesQuery(personId), refetchInterval: 10_000 });
  const people = usePeopleChoices();
  const choose = (chosen: string): void => {
    const asked = chosen === '' ? '' : `?personId=${encodeURIComponent(chosen)}`;
    go(`${pathTo.sentMessages}${asked}`, 'replace');
  };
  return (
    <>
      <PageHeading title={t`Sent messages`} />
      <ManageTabs />
      <p>{t`Messages of channels without a provider are kept here instead of being sent.`}</p>
      <form className="hw-filters" aria-label={t`Which messages`} onSubmit={(event) => event.preventDefault()}>
        <div>
          <label className="nhsuk-label" htmlFor="recipient-filter">
            {t`To`}
          </label>
          <select
            className="nhsuk-select"
            id="recipient-filter"
            value={personId ?? ''}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">{t`Everyone`}</option>
            {people.map(({ value, words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
      </form>
      {messages.isPending && <Loading what={t`the messages`} />}
      {messages.isError && messages.data === undefined && (
        <ProblemSummary
          title={t`The messages could not be fetched`}
          error={messages.error}
          onRetry={() => void messages.refetch()}
        />
      )}
      {messages.data?.items.length === 0 && <Empty>{t`No message has been kept here.`}</Empty>}
      <ul className="hw-found">
        {messages.data?.items.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ul>
      {messages.data?.more === true && <p>{t`There are more; only the newest are listed.`}</p>}
    </>
  );
}

function Message({ message }: { readonly message: SentMessage }) {
  const now = useNow(60_000);
  const mayOpen = useMay('view-patients');
  const { alertId, personName, channel, title, body, sentAt } = message;
  return (
    <li>
      <strong>{title}</strong>
      <p>{body}</p>
      <p>
        {t`To ${personName} at ${timeWords(sentAt, now)}`}, {channelName(channel)} ({addressWords(message)}){' '}
        {alertId !== null && mayOpen && <Link href={pathTo.alert(alertId)}>{t`Open the alert`}</Link>}
      </p>
    </li>
  );
}
