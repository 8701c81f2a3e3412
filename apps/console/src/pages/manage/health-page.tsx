import type { DeadLetterEntry } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { deadLettersQuery, pastTechnicalAlertsQuery, replayDeadLetter } from '../../api/devices.ts';
import { useCommand } from '../../components/forms/use-command.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Section } from '../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { timeWords } from '../../components/words/time-words.ts';
import { useNow } from '../../time/use-now.ts';
import { ManageTabs } from './manage-tabs.tsx';

/** What is and was wrong with Homeward itself. */
export function HealthPage() {
  const mayDeadLetters = useMay('view-dead-letters');
  return (
    <>
      <PageHeading title={t`Service health`} />
      <ManageTabs />
      <TechnicalAlertList />
      {mayDeadLetters && <DeadLetters />}
    </>
  );
}

function TechnicalAlertList() {
  const now = useNow(60_000);
  const alerts = useQuery(pastTechnicalAlertsQuery);
  return (
    <Section title={t`Technical alerts`}>
      {alerts.isPending && <Loading what={t`the technical alerts`} />}
      {alerts.isError && alerts.data === undefined && (
        <ProblemSummary title={t`The technical alerts could not be fetched`} error={alerts.error} />
      )}
      {alerts.data?.items.length === 0 && <p>{t`Nothing has been wrong.`}</p>}
      <ul className="nhsuk-list">
        {alerts.data?.items.map(({ id, raisedAt, resolvedAt, words }) => (
          <li key={id}>
            <strong>
              {resolvedAt === null ? t`Open since ${timeWords(raisedAt, now)}` : timeWords(raisedAt, now)}
            </strong>{' '}
            {words}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function DeadLetters() {
  const letters = useQuery(deadLettersQuery);
  return (
    <Section title={t`Messages that could not be worked on`}>
      {letters.isPending && <Loading what={t`the messages`} />}
      {letters.isError && letters.data === undefined && (
        <ProblemSummary title={t`The messages could not be fetched`} error={letters.error} />
      )}
      {letters.data?.items.length === 0 && <p>{t`There are none.`}</p>}
      <ul className="hw-found">
        {letters.data?.items.map((letter) => (
          <li key={letter.id}>
            <OneLetter letter={letter} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function OneLetter({ letter }: { readonly letter: DeadLetterEntry }) {
  const mayReplay = useMay('replay-dead-letters');
  const client = useQueryClient();
  const replaying = useCommand({
    send: (_body: null, press) => replayDeadLetter(letter.id, press),
    onDone: async () => {
      await client.invalidateQueries({ queryKey: deadLettersQuery.queryKey });
    },
  });
  const tried = letter.replays.length;
  return (
    <>
      <strong>{letter.topic}</strong> {letter.group}{' '}
      {tried > 0 && t`${plural(tried, { one: 'tried again once', other: 'tried again # times' })}`}{' '}
      {mayReplay && (
        <button
          type="button"
          className="hw-link"
          disabled={replaying.pending}
          onClick={() => replaying.run(null, null)}
        >
          {t`Try again`}
        </button>
      )}
      {replaying.error !== null && (
        <span role="alert" className="nhsuk-error-message">
          {replaying.error.message}
        </span>
      )}
    </>
  );
}
