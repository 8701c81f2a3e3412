import type { Notification, NotificationChannel, StaffMember } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ownTestsQuery, sendTest } from '../../api/staff.ts';
import { useCommand } from '../../components/forms/use-command.ts';
import { useMay } from '../../components/frame/person.tsx';
import { Section } from '../../components/frame/section.tsx';
import { attemptWords, notificationStateWords } from '../../components/words/notification-words.ts';
import { channelName } from '../../components/words/staff-words.ts';
import { timeWords } from '../../components/words/time-words.ts';
import { useNow } from '../../time/use-now.ts';

/** Sends a message to oneself by each channel that one has, and says what became of it. */
export function ChannelTests({ member }: { readonly member: StaffMember }) {
  const channels = new Set<NotificationChannel>(['console', ...member.contactMethods.map(({ channel }) => channel)]);
  return (
    <Section title={t`Try your channels`}>
      <p>{t`A test goes the same way as an alert. It is about no patient.`}</p>
      <ul className="hw-found">
        {[...channels].map((channel) => (
          <ChannelTest key={channel} channel={channel} personId={member.id} />
        ))}
      </ul>
    </Section>
  );
}

interface ChannelTestProps {
  readonly channel: NotificationChannel;
  readonly personId: string;
}

function ChannelTest({ channel, personId }: ChannelTestProps) {
  const client = useQueryClient();
  const [sent, setSent] = useState<Notification | null>(null);
  const mayFollow = useMay('view-patients');
  const tests = useQuery({ ...ownTestsQuery(personId), enabled: mayFollow && sent !== null });
  const test = useCommand({
    send: (_body: null, press) => sendTest(channel, press),
    onDone: async (notification) => {
      setSent(notification);
      await client.invalidateQueries({ queryKey: ownTestsQuery(personId).queryKey });
    },
  });
  const newest = tests.data?.items.find(({ id }) => id === sent?.id) ?? sent;
  return (
    <li>
      <strong>{channelName(channel)}</strong>{' '}
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        aria-disabled={test.pending}
        onClick={() => {
          if (!test.pending) test.run(null, null);
        }}
      >
        {t`Send a test`}
        <span className="nhsuk-u-visually-hidden"> ({channelName(channel)})</span>
      </button>{' '}
      <span role="status">
        {test.error !== null && t`Not sent: ${test.error.message}`}
        {test.error === null && newest !== null && <Outcome test={newest} />}
        {newest !== null && !mayFollow && ` ${t`Look for it where it should arrive.`}`}
      </span>
    </li>
  );
}

function Outcome({ test: { state, attempts, reason, createdAt } }: { readonly test: Notification }) {
  const now = useNow();
  const last = attempts.at(-1);
  const why = last === undefined ? reason : attemptWords(last, now);
  return (
    <>
      {t`Sent at ${timeWords(createdAt, now)}.`} <strong>{notificationStateWords({ state })}</strong>
      {why !== null && why !== '' && ` (${why})`}
    </>
  );
}
