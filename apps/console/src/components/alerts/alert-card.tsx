import { t } from '@lingui/core/macro';
import type { Alert } from '#libs/contracts';
import { useEffect, useRef } from 'react';
import { acknowledgeAlert, undoAlert } from '../../api/commands.ts';
import { useShowNewest } from '../../live/use-show-newest.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { ChangedNotice } from '../forms/changed-notice.tsx';
import { type Command, useCommand } from '../forms/use-command.ts';
import { type Opener, useFormDisclosure } from '../forms/use-form-disclosure.ts';
import { TierBadge } from '../risk/risk.tsx';
import { UndoButton } from '../undo/undo-button.tsx';
import { alertLabel, alertWords, conditionWords, lateWords, outcomeWords, waitingWords } from '../words/alert-words.ts';
import { lowerTier } from '../words/risk-words.ts';
import { timeWords } from '../words/time-words.ts';
import { ResolveForm, resolveAlertForm } from './resolve-form.tsx';

export interface AlertCardProps {
  readonly alert: Alert;
  /** Whether the alert's own page is linked to. */
  readonly linksToAlert?: boolean;
  /** The patient's name for the labels of the buttons. */
  readonly patientLabel: string;
  readonly now: number;
  /** Whether the person signed in may acknowledge and resolve. */
  readonly canRespond: boolean;
}

/** One alert: whose, how urgent, why, since when and until when, what has been done; and, where allowed, doing it. */
export function AlertCard({ alert, linksToAlert = false, patientLabel, now, canRespond }: AlertCardProps) {
  const words = alertWords(alert, now);
  const show = useShowNewest('alerts');
  const resolving = useFormDisclosure(resolveAlertForm(alert.id));
  // The screen answers at once, but says "Acknowledged" only when the service has.
  const acknowledging = useCommand({
    send: (_body: null, press) => acknowledgeAlert(alert.id, press),
    onDone: show,
    onChanged: show,
  });
  return (
    <article
      tabIndex={-1}
      className={`hw-alert hw-alert--${alert.state} hw-alert--tier-${alert.tier}${words.overdue ? ' hw-alert--overdue' : ''}${alert.late ? ' hw-alert--late' : ''}`}
    >
      <div className="hw-alert__head">
        <TierBadge tier={alert.tier} />
        <span className="hw-mark hw-alert__condition">{conditionWords[alert.conditionKind]}</span>
        <span className="hw-alert__state">
          <strong>{acknowledging.pending ? 'Acknowledging…' : words.state}</strong>
          {!acknowledging.pending && `${alert.state === 'raised' ? ', ' : ' '}${words.detail}`}
        </span>
        {words.overdue && <strong className="hw-overdue">{t`Overdue`}</strong>}
        {linksToAlert && (
          <Link className="hw-alert__link" href={pathTo.alert(alert.id)}>
            {t`Timeline`}
            <span className="nhsuk-u-visually-hidden"> {t`of the ${alertLabel(alert)} alert of ${patientLabel}`}</span>
          </Link>
        )}
      </div>
      <p>{alert.reason}</p>
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
        {alert.outcome !== null && `. Outcome: ${outcomeWords(alert)}`}
      </p>
      {acknowledging.error !== null && (
        <p className="nhsuk-error-message" role="alert">
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
          resolve={resolving.opener}
          label={`the ${alertLabel(alert)} alert of ${patientLabel}`}
        />
      )}
      {canRespond && !resolving.isOpen && (
        <UndoButton
          subject={alert}
          answeredBy={alert.state === 'resolved' ? alert.resolvedBy : alert.acknowledgedBy}
          label={`the answer to the ${alertLabel(alert)} alert of ${patientLabel}`}
          now={now}
          send={(press) => undoAlert(alert.id, press)}
          onDone={show}
        />
      )}
      {resolving.isOpen && (
        <ResolveForm
          alert={alert}
          now={now}
          name={resolving.form}
          onClose={resolving.close}
          onResolved={(resolved) => {
            show(resolved);
            resolving.close();
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
  readonly resolve: Opener;
  /** Which alert, for those who hear the buttons one after another. */
  readonly label: string;
}) {
  const { alert, acknowledging, resolve, label } = props;
  const opener = useRef<HTMLButtonElement>(null);
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
        {...resolve}
      >
        Resolve…<span className="nhsuk-u-visually-hidden"> {label}</span>
      </button>
    </div>
  );
}
