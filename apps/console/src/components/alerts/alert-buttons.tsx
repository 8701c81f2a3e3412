import { t } from '@lingui/core/macro';
import type { Alert } from '#libs/contracts';
import { useEffect, useRef } from 'react';
import type { FormAmong } from '../forms/use-form-disclosure.ts';
import { type AlertChoice, isFormChoice, keyOf } from './alert-choices.ts';
import type { AlertAnswers, QuickAnswer } from './use-alert-answers.ts';

export interface AlertButtonsProps {
  readonly alert: Alert;
  readonly choices: readonly AlertChoice[];
  readonly answers: AlertAnswers;
  readonly forms: FormAmong;
  /** Which alert, for those who hear the buttons one after another. */
  readonly label: string;
}

/** The choices that are buttons of their own size; the others are a line of smaller ones. */
const main: readonly AlertChoice[] = ['acknowledge', 'accept', 'resolve', 'decline'];

/** What can be done about an alert. */
export function AlertButtons({ alert, choices, answers, forms, label }: AlertButtonsProps) {
  const buttons = useRef<HTMLDivElement>(null);
  const keepsFocus = useRef(false);

  // Once an alert is acknowledged its button is gone and the list may be in another order, with the answer or with the live
  // event after it: whichever takes the focus away, it comes back, until the person has moved it elsewhere.
  useEffect(() => {
    if (!keepsFocus.current || answers.pending) return;
    const { activeElement } = document;
    if (activeElement === document.body) buttons.current?.querySelector<HTMLElement>('[data-opens]')?.focus();
    else if (buttons.current?.contains(activeElement) !== true) keepsFocus.current = false;
  });

  const buttonOf = (choice: AlertChoice) => {
    const isFirst = choice === 'acknowledge' || choice === 'accept';
    const look = isFirst ? 'nhsuk-button' : 'nhsuk-button nhsuk-button--secondary';
    const key = keyOf(choice);
    const press = isFormChoice(choice) ? forms.openerOf(choice) : { onClick: () => answer(choice) };
    return (
      <button
        key={choice}
        type="button"
        className={main.includes(choice) ? `${look} hw-button--small` : 'hw-link'}
        disabled={answers.pending}
        {...(key === undefined ? {} : { 'aria-keyshortcuts': key })}
        {...press}
      >
        {choiceWords(choice, alert)}
        <span className="nhsuk-u-visually-hidden"> {label}</span>
      </button>
    );
  };
  const answer = (what: QuickAnswer): void => {
    keepsFocus.current = true;
    answers.answer(what);
  };
  return (
    <div className="hw-actions" ref={buttons}>
      {choices.filter((choice) => main.includes(choice)).map(buttonOf)}
      {choices.filter((choice) => !main.includes(choice)).map(buttonOf)}
    </div>
  );
}

function choiceWords(choice: AlertChoice, { handedTo }: Alert): string {
  switch (choice) {
    case 'acknowledge':
      return t`Acknowledge`;
    case 'accept':
      return t`Accept for ${handedTo?.name ?? ''}`;
    case 'resolve':
      return t`Resolve…`;
    case 'decline':
      return t`Decline…`;
    case 'note':
      return t`Note…`;
    case 'snooze':
      return t`Snooze…`;
    case 'hand-over':
      return t`Hand over…`;
    case 'escalate':
      return t`Escalate…`;
    case 'take-over':
      return t`Take over`;
  }
}
