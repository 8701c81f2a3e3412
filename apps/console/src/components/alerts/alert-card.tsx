import type { Alert } from '#libs/contracts';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { TierBadge } from '../risk/risk.tsx';
import { alertLabel, alertWords, conditionWords, lateWords, waitingWords } from '../words/alert-words.ts';
import { lowerTier } from '../words/risk-words.ts';
import { timeWords } from '../words/time-words.ts';
import type { AlertActs } from './use-alert-acts.ts';

export interface AlertCardProps {
  readonly alert: Alert;
  /** Whose alert it is, already linked; left out on the patient's own page. */
  readonly patient?: ReactNode;
  /** The patient's name for the labels of the buttons. */
  readonly patientLabel: string;
  readonly now: number;
  /** Absent where the person signed in may not act on alerts. */
  readonly acts: AlertActs | undefined;
}

/** One alert: whose, how urgent, why, since when and until when, what has been done; and, where allowed, doing it. */
export function AlertCard({ alert, patient, patientLabel, now, acts }: AlertCardProps) {
  const card = useRef<HTMLElement>(null);
  const words = alertWords(alert, now);
  const state = acts?.stateOf(alert.id);
  const doing =
    state?.kind === 'acknowledging' ? 'Acknowledging…' : state?.kind === 'resolving' ? 'Resolving…' : undefined;
  return (
    <article
      ref={card}
      tabIndex={-1}
      className={`hw-alert hw-alert--${alert.state} hw-alert--tier-${alert.tier}${words.overdue ? ' hw-alert--overdue' : ''}${alert.late ? ' hw-alert--late' : ''}`}
    >
      <div className="hw-alert__head">
        <TierBadge tier={alert.tier} />
        {patient !== undefined && <h2 className="hw-alert__patient">{patient}</h2>}
        <span className="hw-mark hw-alert__condition">{conditionWords[alert.conditionKind]}</span>
        <span className="hw-alert__state">
          <strong>{doing ?? words.state}</strong>
          {doing === undefined && `${alert.state === 'raised' ? ', ' : ' '}${words.detail}`}
        </span>
        {words.overdue && <strong className="hw-overdue">Overdue</strong>}
      </div>
      <p className="hw-alert__reason">{alert.reason}</p>
      {alert.instruction !== null && (
        <p className="hw-alert__instruction">
          <strong>Instruction:</strong> {alert.instruction}
        </p>
      )}
      {alert.late && alert.state !== 'resolved' && <p className="hw-alert__late">{lateWords}</p>}
      <p className="hw-alert__times">
        Raised {timeWords(alert.raisedAt, now)}
        {alert.worsenedAt !== null && `, got worse ${timeWords(alert.worsenedAt, now)}`}
        {alert.state === 'raised' && !alert.late && `, waiting for ${waitingWords(alert, now)}`}
        {alert.state !== 'resolved' &&
          alert.currentTier !== alert.tier &&
          `. The patient now stands at ${lowerTier(alert.currentTier)}`}
        {alert.outcome !== null && `. Outcome: ${alert.outcome}`}
      </p>
      {state?.kind === 'failed' && (
        <p className="nhsuk-error-message hw-alert__failure" role="alert">
          This alert was not {state.what}: {state.error.message}
        </p>
      )}
      {acts !== undefined && alert.state !== 'resolved' && (
        <Actions
          alert={alert}
          acts={acts}
          busy={doing !== undefined}
          label={`the ${alertLabel(alert)} alert of ${patientLabel}`}
          onResolved={() => card.current?.focus()}
        />
      )}
    </article>
  );
}

function Actions(props: {
  readonly alert: Alert;
  readonly acts: AlertActs;
  readonly busy: boolean;
  /** Which alert, for those who hear the buttons one after another. */
  readonly label: string;
  /** The buttons are gone by then: the focus needs another place. */
  readonly onResolved: () => void;
}) {
  const { alert, acts, busy, label, onResolved } = props;
  const [resolving, setResolving] = useState(false);
  const [outcome, setOutcome] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const keepsFocus = useRef(false);
  const id = useId();

  // Once an alert is acknowledged its button is gone and the list may be in another order, with the answer or with the live
  // event after it: whichever takes the focus away, it comes back, until the person has moved it elsewhere.
  useEffect(() => {
    if (!keepsFocus.current || busy) return;
    const { activeElement } = document;
    if (activeElement === document.body) opener.current?.focus();
    else if (buttons.current?.contains(activeElement) !== true) keepsFocus.current = false;
  });

  const close = (): void => {
    flushSync(() => {
      setResolving(false);
    });
    opener.current?.focus();
  };

  if (resolving) {
    return (
      <form
        className="hw-alert__resolve"
        onSubmit={(event) => {
          event.preventDefault();
          void acts.resolve(alert.id, outcome.trim()).then((done) => {
            if (done) onResolved();
            else field.current?.focus();
          });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
      >
        <label className="nhsuk-label" htmlFor={id}>
          What was done or found <span className="hw-optional">(optional)</span>
        </label>
        <textarea
          className="nhsuk-textarea"
          id={id}
          ref={field}
          rows={2}
          maxLength={2000}
          value={outcome}
          onChange={(event) => {
            setOutcome(event.target.value);
          }}
        />
        <div className="hw-actions">
          <button type="submit" className="nhsuk-button hw-button--small" disabled={busy}>
            Resolve alert
          </button>
          <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    );
  }

  return (
    <div className="hw-actions" ref={buttons}>
      {alert.state === 'raised' && (
        <button
          type="button"
          className="nhsuk-button hw-button--small"
          disabled={busy}
          onClick={() => {
            keepsFocus.current = true;
            void acts.acknowledge(alert.id).then(() => requestAnimationFrame(() => opener.current?.focus()));
          }}
        >
          Acknowledge<span className="nhsuk-u-visually-hidden"> {label}</span>
        </button>
      )}
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        disabled={busy}
        ref={opener}
        onClick={() => {
          flushSync(() => {
            setResolving(true);
          });
          field.current?.focus();
        }}
      >
        Resolve…<span className="nhsuk-u-visually-hidden"> {label}</span>
      </button>
    </div>
  );
}
