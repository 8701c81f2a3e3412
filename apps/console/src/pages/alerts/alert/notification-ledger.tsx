import type { AlertId, Notification } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { notificationsOfAlertQuery } from '../../../api/notifications.ts';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { attemptWords, channelWords, notificationStateWords } from '../../../components/words/notification-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';

/** Who was notified of an alert, by which channel, and what became of it: the newest first. */
export function NotificationLedger({ alertId, now }: { readonly alertId: AlertId; readonly now: number }) {
  const query = useQuery(notificationsOfAlertQuery(alertId));
  return (
    <Section title={t`Who was notified`}>
      {query.isPending && <Loading what={t`the notifications`} />}
      {query.isError && query.data === undefined && (
        <ProblemSummary
          title={t`The notifications could not be fetched`}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data?.items.length === 0 && <p>{t`No one has been notified of this alert.`}</p>}
      {query.data !== undefined && query.data.items.length > 0 && <Entries entries={query.data.items} now={now} />}
    </Section>
  );
}

function Entries({ entries, now }: { readonly entries: readonly Notification[]; readonly now: number }) {
  return (
    <ol className="hw-timeline">
      {entries.map((entry) => (
        <li key={entry.id}>
          <span className="hw-note__who">
            {t`${timeWords(entry.createdAt, now)}, step ${entry.step}`}:{' '}
            <strong>{notificationStateWords(entry)}</strong>
          </span>
          <span className="hw-note__text">
            {t`${entry.personName} by ${channelWords(entry.channel)}`}
            {entry.address === null ? '' : ` (${entry.address})`}
            {entry.reason === null ? '' : `: ${entry.reason}`}
          </span>
          {entry.attempts.length > 0 && (
            <ul className="nhsuk-list hw-ledger__attempts">
              {entry.attempts.map((attempt) => (
                <li key={`${attempt.at} ${attempt.outcome} ${attempt.detail}`}>{attemptWords(attempt, now)}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
