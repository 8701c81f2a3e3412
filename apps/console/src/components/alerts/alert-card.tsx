import { t } from '@lingui/core/macro';
import type { Alert, PersonReference } from '#libs/contracts';
import { type ReactNode, use } from 'react';
import { undoAlert } from '../../api/commands.ts';
import { useShowNewest } from '../../live/use-show-newest.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { ChangedNotice } from '../forms/changed-notice.tsx';
import { useFormAmong } from '../forms/use-form-disclosure.ts';
import { PersonContext } from '../frame/person.tsx';
import { TierBadge } from '../risk/risk.tsx';
import { UndoButton } from '../undo/undo-button.tsx';
import {
  alertLabel,
  alertWords,
  conditionWords,
  lateWords,
  mutedWords,
  outcomeWords,
  waitingWords,
} from '../words/alert-words.ts';
import { lowerTier, scoreNumber } from '../words/risk-words.ts';
import { timeWords } from '../words/time-words.ts';
import { AlertButtons } from './alert-buttons.tsx';
import { type AlertChoice, choicesFor, isFormChoice } from './alert-choices.ts';
import { AlertClocks } from './alert-clocks-line.tsx';
import { AlertForms } from './alert-forms.tsx';
import { AlertKeysOfPage, useAlertKeys } from './alert-key-bindings.tsx';
import { partOf } from './alert-part.ts';
import { answerForms } from './answer-form.ts';
import { type AlertAnswers, type QuickAnswer, useAlertAnswers } from './use-alert-answers.ts';
import { useMyTeams } from './use-my-teams.ts';

export interface AlertCardProps {
  readonly alert: Alert;
  /** Whether the alert's own page is linked to. */
  readonly linksToAlert?: boolean;
  /** The patient's name for the labels of the buttons. */
  readonly patientLabel: string;
  readonly now: number;
  /** Whether the person signed in may answer it. */
  readonly canRespond: boolean;
  /** The page is about this alert: the single keys are for it wherever the focus is. */
  readonly isPage?: boolean;
}

/** One alert: whose, how urgent, why, since when and until when, what has been done; and, where allowed, doing it. */
export function AlertCard({ alert, linksToAlert = false, patientLabel, now, canRespond, isPage }: AlertCardProps) {
  const show = useShowNewest('alerts');
  const forms = useFormAmong(`${answerForms(alert.id)}/`);
  const answers = useAlertAnswers(alert);
  const teamIds = useMyTeams(alert.handedTo !== null);
  const personId = use(PersonContext)?.id;
  const choices = canRespond && forms.openId === null ? choicesFor(alert, { personId, teamIds }) : [];
  const choose = (choice: AlertChoice): boolean => {
    if (!choices.includes(choice) || answers.pending) return false;
    if (isFormChoice(choice)) forms.openerOf(choice).onClick();
    else answers.answer(choice);
    return true;
  };
  const onKeyDown = useAlertKeys(choose);
  const label = t`the ${alertLabel(alert)} alert of ${patientLabel}`;
  return (
    // The keys are those of its buttons, which are there for everyone else.
    <article tabIndex={-1} className={classesOf(alert, now)} {...(isPage === true ? {} : { onKeyDown })}>
      {isPage === true && <AlertKeysOfPage choose={choose} />}
      <Head alert={alert} now={now} pending={answers.pending ? pendingWords(answers.last) : null}>
        {linksToAlert && (
          <Link className="hw-alert__link" href={pathTo.alert(alert.id)}>
            {t`Timeline`}
            <span className="nhsuk-u-visually-hidden"> {t`of ${label}`}</span>
          </Link>
        )}
      </Head>
      <AlertClocks alert={alert} />
      <What alert={alert} now={now} />
      <Refusal alert={alert} answers={answers} />
      {choices.length > 0 && (
        <AlertButtons alert={alert} choices={choices} answers={answers} forms={forms} label={label} />
      )}
      {canRespond && forms.openId === null && (
        <UndoButton
          subject={alert}
          answeredBy={answeredLastBy(alert)}
          label={t`the answer to ${label}`}
          now={now}
          send={(press) => undoAlert(alert.id, press)}
          onDone={show}
        />
      )}
      <AlertForms forms={forms} alert={alert} now={now} />
    </article>
  );
}

function classesOf(alert: Alert, now: number): string {
  const { state, tier, late } = alert;
  const { overdue } = alertWords(alert, now);
  return `hw-alert hw-alert--${state} hw-alert--tier-${tier}${overdue ? ' hw-alert--overdue' : ''}${late ? ' hw-alert--late' : ''}`;
}

/** Who may take the last answer back. */
function answeredLastBy({ state, resolvedBy, snooze, acknowledgedBy }: Alert): PersonReference | null {
  if (state === 'resolved') return resolvedBy;
  return snooze === null ? acknowledgedBy : snooze.by;
}

function Head(props: {
  readonly alert: Alert;
  readonly now: number;
  /** What is under way; null where nothing is. */
  readonly pending: string | null;
  readonly children: ReactNode;
}) {
  const { alert, now, pending, children } = props;
  const words = alertWords(alert, now);
  // A clock counts it.
  const isCounted = alert.state === 'raised' && !alert.late && partOf(alert) === 'calling';
  return (
    <div className="hw-alert__head">
      <TierBadge tier={alert.tier} />
      <span className="hw-mark hw-alert__condition">{conditionWords[alert.conditionKind]}</span>
      <span className="hw-alert__state">
        <strong>{pending ?? words.state}</strong>
        {pending === null && !isCounted && ` ${words.detail}`}
      </span>
      {words.overdue && <strong className="hw-overdue">{t`Overdue`}</strong>}
      {children}
    </div>
  );
}

function What({ alert, now }: { readonly alert: Alert; readonly now: number }) {
  const { snooze, acknowledgementNote, owner, acknowledgedBy, handedTo } = alert;
  const isOpen = alert.state !== 'resolved';
  const muted = mutedWords(alert, now);
  return (
    <>
      <p>{alert.reason}</p>
      <NewestScore alert={alert} now={now} />
      {alert.instruction !== null && (
        <p className="hw-alert__instruction">
          <strong>{t`Instruction:`}</strong> {alert.instruction}
        </p>
      )}
      {alert.late && isOpen && <p className="hw-alert__late">{lateWords}</p>}
      {muted !== undefined && <p>{muted}</p>}
      {isOpen && snooze !== null && <p>{t`Snoozed, since: ${snooze.reason}`}</p>}
      {isOpen && owner !== null && owner.id !== acknowledgedBy?.id && <p>{t`${owner.name} sees to it.`}</p>}
      {isOpen && handedTo !== null && (
        <p>{t`Handed to the team ${handedTo.name} by ${handedTo.by.name}: it has yet to accept it.`}</p>
      )}
      {isOpen && acknowledgementNote !== null && <p>{t`Note: ${acknowledgementNote}`}</p>}
      <p className="hw-alert__times">
        {t`Raised ${timeWords(alert.raisedAt, now)}`}
        {alert.worsenedAt !== null && t`, got worse ${timeWords(alert.worsenedAt, now)}`}
        {partOf(alert) === 'calling' &&
          alert.state === 'raised' &&
          !alert.late &&
          t`, waiting for ${waitingWords(alert, now)}`}
        {isOpen && alert.currentTier !== alert.tier && t`. The patient is now at ${lowerTier(alert.currentTier)}`}
        {alert.outcome !== null && t`. Outcome: ${outcomeWords(alert)}`}
        {alert.returnsAt !== null && Date.parse(alert.returnsAt) > now && returnWords(alert.returnsAt, now)}
      </p>
    </>
  );
}

/** An alert is about the score that raised it; the newest may be another, within the same tier. */
function NewestScore({ alert, now }: { readonly alert: Alert; readonly now: number }) {
  const { newestScore: newest, scoreId, state } = alert;
  if (state === 'resolved' || newest === undefined || newest.id === scoreId) return null;
  const { at, min, max } = newest;
  return (
    <p>
      <strong>{t`Newest score: ${scoreNumber({ total: min === max ? min : null, min, max })}`}</strong>,{' '}
      {timeWords(at, now)}
    </p>
  );
}

/** Why the last press did nothing. */
function Refusal({ alert, answers }: { readonly alert: Alert; readonly answers: AlertAnswers }) {
  return (
    <>
      {answers.error !== null && (
        <p className="nhsuk-error-message" role="alert">
          {notDoneWords(answers.last)} {answers.error.message}
        </p>
      )}
      {answers.changes !== undefined && (
        <ChangedNotice
          changes={answers.changes}
          next={alert.state === 'raised' ? t`Look at it again before you acknowledge it.` : ''}
        />
      )}
    </>
  );
}

function pendingWords(answer: QuickAnswer): string {
  switch (answer) {
    case 'acknowledge':
      return t`Acknowledging…`;
    case 'accept':
      return t`Accepting…`;
    case 'take-over':
      return t`Taking over…`;
  }
}

function notDoneWords(answer: QuickAnswer): string {
  switch (answer) {
    case 'acknowledge':
      return t`This alert was not acknowledged:`;
    case 'accept':
      return t`This alert was not accepted:`;
    case 'take-over':
      return t`This alert was not taken over:`;
  }
}

const returnWords = (returnsAt: string, now: number): string =>
  t`. Raised again at ${timeWords(returnsAt, now)} if its level still stands`;
