import type { Alert } from '#libs/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { acknowledgeAlert, resolveAlert } from '../../api/commands.ts';
import { useShowNewest } from '../../live/use-show-newest.ts';
import { ChangedNotice } from '../forms/changed-notice.tsx';
import { FormFrame, TextField } from '../forms/form.tsx';
import { type Command, useCommand } from '../forms/use-command.ts';
import { type Disclosure, useDisclosure } from '../forms/use-disclosure.ts';
import { useForm } from '../forms/use-form.ts';
import { TierBadge } from '../risk/risk.tsx';
import { alertLabel, alertWords, conditionWords, lateWords, waitingWords } from '../words/alert-words.ts';
import { lowerTier } from '../words/risk-words.ts';
import { timeWords } from '../words/time-words.ts';

export interface AlertCardProps {
  readonly alert: Alert;
  /** Whose alert it is, already linked; left out on the patient's own page. */
  readonly patient?: ReactNode;
  /** The patient's name for the labels of the buttons. */
  readonly patientLabel: string;
  readonly now: number;
  /** Whether the person signed in may acknowledge and resolve. */
  readonly canRespond: boolean;
}

/** One alert: whose, how urgent, why, since when and until when, what has been done; and, where allowed, doing it. */
export function AlertCard({ alert, patient, patientLabel, now, canRespond }: AlertCardProps) {
  const card = useRef<HTMLElement>(null);
  const words = alertWords(alert, now);
  const show = useShowNewest('alerts');
  const resolving = useDisclosure();
  // The screen answers at once, but says "Acknowledged" only when the service has.
  const acknowledging = useCommand({
    send: (_body: null, press) => acknowledgeAlert(alert.id, press),
    onDone: show,
    onChanged: show,
  });
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
          <strong>{acknowledging.pending ? 'Acknowledging…' : words.state}</strong>
          {!acknowledging.pending && `${alert.state === 'raised' ? ', ' : ' '}${words.detail}`}
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
          `. The patient is now at ${lowerTier(alert.currentTier)}`}
        {alert.outcome !== null && `. Outcome: ${alert.outcome}`}
      </p>
      {acknowledging.error !== null && (
        <p className="nhsuk-error-message hw-alert__failure" role="alert">
          This alert was not acknowledged: {acknowledging.error.message}
        </p>
      )}
      {acknowledging.changes !== undefined && (
        <ChangedNotice
          changes={acknowledging.changes}
          next={alert.state === 'raised' ? 'Look at it again before you acknowledge it.' : ''}
        />
      )}
      {canRespond && alert.state !== 'resolved' && !resolving.isOpen && (
        <Actions
          alert={alert}
          acknowledging={acknowledging}
          resolving={resolving}
          label={`the ${alertLabel(alert)} alert of ${patientLabel}`}
        />
      )}
      {resolving.isOpen && (
        <ResolveForm
          alert={alert}
          onCancel={resolving.close}
          onResolved={(resolved) => {
            show(resolved);
            resolving.close();
            // The buttons are gone: the focus needs another place.
            card.current?.focus();
          }}
          onChanged={show}
        />
      )}
    </article>
  );
}

function Actions(props: {
  readonly alert: Alert;
  readonly acknowledging: Command<null, Alert>;
  readonly resolving: Disclosure;
  /** Which alert, for those who hear the buttons one after another. */
  readonly label: string;
}) {
  const { alert, acknowledging, resolving, label } = props;
  const { opener } = resolving;
  const buttons = useRef<HTMLDivElement>(null);
  const keepsFocus = useRef(false);

  // Once an alert is acknowledged its button is gone and the list may be in another order, with the answer or with the live
  // event after it: whichever takes the focus away, it comes back, until the person has moved it elsewhere.
  useEffect(() => {
    if (!keepsFocus.current || acknowledging.pending) return;
    const { activeElement } = document;
    if (activeElement === document.body) opener.current?.focus();
    else if (buttons.current?.contains(activeElement) !== true) keepsFocus.current = false;
  });

  return (
    <div className="hw-actions" ref={buttons}>
      {alert.state === 'raised' && (
        <button
          type="button"
          className="nhsuk-button hw-button--small"
          disabled={acknowledging.pending}
          onClick={() => {
            keepsFocus.current = true;
            acknowledging.run(null, alert);
          }}
        >
          Acknowledge<span className="nhsuk-u-visually-hidden"> {label}</span>
        </button>
      )}
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        disabled={acknowledging.pending}
        ref={opener}
        onClick={resolving.open}
      >
        Resolve…<span className="nhsuk-u-visually-hidden"> {label}</span>
      </button>
    </div>
  );
}

function ResolveForm(props: {
  readonly alert: Alert;
  readonly onCancel: () => void;
  readonly onResolved: (resolved: Alert) => void;
  readonly onChanged: (current: Alert) => void;
}) {
  const { alert, onCancel, onResolved, onChanged } = props;
  const [outcome, setOutcome] = useState('');
  const isOver = alert.state === 'resolved';
  const form = useForm({
    opened: alert,
    fields: ['outcome'],
    body: () => (outcome.trim() === '' ? {} : { outcome: outcome.trim() }),
    send: (body, press) => resolveAlert(alert.id, body, press),
    onDone: onResolved,
    onChanged,
  });
  return (
    <FormFrame
      form={form}
      title="Resolve this alert"
      refusedTitle="This alert was not resolved"
      submit={isOver ? null : 'Resolve alert'}
      submitting="Resolving…"
      cancel={isOver ? 'Close' : 'Cancel'}
      only="outcome"
      onCancel={onCancel}
    >
      <TextField
        form={form}
        path="outcome"
        label="What was done or found"
        optional
        maxLength={2000}
        value={outcome}
        onChange={setOutcome}
      />
    </FormFrame>
  );
}
