import { t } from '@lingui/core/macro';
import type { Alert, NotificationTarget } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { escalationPolicyQuery, peopleQuery, teamsQuery } from '../../api/staff.ts';
import { useSecond } from '../../time/use-second.ts';
import { useAsOf } from '../as-of/use-as-of.ts';
import { useMay } from '../frame/person.tsx';
import { roleWords } from '../words/identity-words.ts';
import { countWords, timeWords } from '../words/time-words.ts';
import { type AlertClock, clocksOf } from './alert-clocks.ts';
import { followingStep } from './next-step.ts';

/**
 * What the alert counts to, moving on every second: how long is left to respond, until it is raised again, and until the next
 * people are notified and who they are. Not announced: what changes with it is.
 */
export function AlertClocks({ alert }: { readonly alert: Alert }) {
  const { asOf } = useAsOf();
  const second = useSecond();
  const now = asOf === null ? second : Date.parse(asOf);
  const next = useNextWords(alert);
  const clocks = clocksOf(alert, now);
  if (clocks.length === 0) return null;
  return (
    <ul className="hw-clocks">
      {clocks.map((clock) => (
        <li key={clock.kind}>
          <ClockWords clock={clock} now={now} next={next} />
        </li>
      ))}
    </ul>
  );
}

interface ClockWordsProps {
  readonly clock: AlertClock;
  readonly now: number;
  readonly next: NextWords;
}

function ClockWords({ clock, now, next }: ClockWordsProps) {
  const count = (
    <span className="hw-clock" role="timer" aria-live="off">
      {countWords(clock.spanMs)}
    </span>
  );
  const at = timeWords(clock.at, now);
  switch (clock.kind) {
    case 'respond':
      return (
        <>
          {t`Respond within`} {count} {t`(by ${at})`}
        </>
      );
    case 'overdue':
      return (
        <>
          {t`Overdue by`} {count} {t`(since ${at})`}
        </>
      );
    case 'lapses':
      return (
        <>
          {t`Raised again in`} {count} {t`unless it is followed up`}
        </>
      );
    case 'snoozed':
      return (
        <>
          {t`Snoozed for`} {count} {t`more (until ${at})`}
        </>
      );
    case 'next-step':
      return (
        <>
          {next.step} {count}
          {next.whom === '' ? '' : `: ${next.whom}`}
        </>
      );
  }
}

interface NextWords {
  /** Before the clock: `Next: step 2 in`. */
  readonly step: string;
  /** Whom it reaches; empty where that is not known. */
  readonly whom: string;
}

/** The next step of the escalation, in words. */
function useNextWords({ escalation, wardId }: Alert): NextWords {
  const maySee = useMay('view-staff') && escalation !== null && escalation.nextStepAt !== null;
  const policy = useQuery({ ...escalationPolicyQuery(escalation?.policyId ?? ''), enabled: maySee }).data;
  const following = escalation === null ? undefined : followingStep(escalation, policy);
  const notify = following?.notify ?? [];
  const people = useQuery({
    ...peopleQuery({ active: 'true', wardId: wardId }),
    enabled: maySee && notify.some((target) => 'personId' in target),
  }).data?.items;
  const teams = useQuery({ ...teamsQuery, enabled: maySee && notify.some((target) => 'teamId' in target) }).data?.items;
  if (following === undefined) return { step: t`Next step in`, whom: '' };
  const { step, isAgain, isFallback } = following;
  const whom = notify.map((target) => targetWords(target, { people, teams })).join(', ');
  if (isFallback) return { step: isAgain ? t`Next: the fallback again in` : t`Next: the fallback in`, whom };
  return { step: isAgain ? t`Next: step ${step} again in` : t`Next: step ${step} in`, whom };
}

type Named = readonly { readonly id: string; readonly name: string }[] | undefined;

function targetWords(
  target: NotificationTarget,
  { people, teams }: { readonly people: Named; readonly teams: Named },
): string {
  if ('role' in target) return t`everyone in the role ${roleWords(target.role).toLocaleLowerCase('en-GB')}`;
  if ('rotaId' in target) return t`who is on call`;
  if ('teamId' in target) return teams?.find(({ id }) => id === target.teamId)?.name ?? t`a team`;
  return people?.find(({ id }) => id === target.personId)?.name ?? t`a person`;
}
