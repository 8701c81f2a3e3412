import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { serverClock } from '../../time/server-clock.ts';
import { ProblemSummary } from '../page-states/page-states.tsx';
import { timeWords } from '../words/time-words.ts';
import { ChangedNotice } from './changed-notice.tsx';
import { draftStore } from './draft-store.ts';
import { useFocusReturn } from './focus-return.ts';
import type { Form } from './use-form.ts';
import { useOnline } from './use-online.ts';

export interface FormFrameProps {
  readonly form: Form;
  readonly title: string;
  /** Of the title: 3, unless the form is a section of its own. */
  readonly level?: 2 | 3;
  /** What was not done when it is refused: `The plan was not changed`. */
  readonly refusedTitle: string;
  readonly submit: string;
  readonly submitting: string;
  readonly cancel?: string;
  /** What has happened and by whom, where that leaves nothing to be done: what was typed stays, and only Close is offered. */
  readonly over?: string | null;
  readonly warning?: boolean;
  /** The first field of a small form: it has the focus when the form opens, and Escape closes the form. */
  readonly only?: string;
  /** Of a long form that is filled in from top to bottom: the field that has the focus when the form opens. */
  readonly first?: string;
  /** The person does not want it: what was typed is forgotten. */
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

/**
 * A form with its title, its faults on top and next to their fields, and its two buttons. Takes the focus when a person opens
 * it, and gives it back when it goes.
 */
export function FormFrame(props: FormFrameProps) {
  const { form, title, level = 3, refusedTitle, submit, over = null, only, first = only, onCancel, children } = props;
  const frame = useRef<HTMLFormElement>(null);
  const start = useRef<HTMLHeadingElement>(null);
  const firstId = first === undefined ? undefined : form.idOf(first);
  useFocusReturn(frame, form.name);
  useEffect(() => {
    if (!draftStore.isOpenedByHand(form.name)) return;
    if (firstId === undefined) start.current?.focus();
    else document.getElementById(firstId)?.focus();
  }, [form.name, firstId]);
  const cancel = (): void => {
    form.abandon();
    onCancel();
  };
  useAbandonWithDialog(frame, form);
  const titleId = form.idOf('title');
  const Title = `h${level}` as const;
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') cancel();
  };
  return (
    <form
      className="hw-form"
      noValidate
      ref={frame}
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault();
        if (over === null && !form.pending && navigator.onLine) form.submit();
      }}
      {...(only === undefined ? {} : { onKeyDown: closeOnEscape })}
    >
      <Title className={level === 2 ? 'nhsuk-heading-m' : 'nhsuk-heading-s'} id={titleId} ref={start} tabIndex={-1}>
        {title}
      </Title>
      {over !== null && <OverNotice over={over} />}
      <RestoredNotice form={form} />
      <FaultSummary form={form} level={level} />
      {form.refusal !== null && <ProblemSummary title={refusedTitle} error={form.refusal} />}
      {form.changes !== undefined && (
        <ChangedNotice
          changes={form.changes}
          next={`What you typed is kept.${over === null ? ` If it still holds, press “${submit}” again.` : ''}`}
        />
      )}
      {children}
      <Buttons {...props} over={over} onCancel={cancel} />
    </form>
  );
}

/** Escape closes a dialog around the form, which then is a change of mind like any other. */
function useAbandonWithDialog(frame: RefObject<HTMLElement | null>, form: Form): void {
  const abandon = useEffectEvent(() => form.abandon());
  useEffect(() => {
    const dialog = frame.current?.closest('dialog');
    const closed = (): void => abandon();
    dialog?.addEventListener('cancel', closed);
    return () => dialog?.removeEventListener('cancel', closed);
  }, [frame]);
}

/** Sends, or says why it cannot; and leaves. */
function Buttons(props: FormFrameProps & { readonly over: string | null }) {
  const { form, submit, submitting, over, cancel = t`Cancel`, warning = false, onCancel } = props;
  const online = useOnline();
  const offlineId = form.idOf('offline');
  return (
    <>
      {/* Always there, so that what appears in it is announced. */}
      <p className="hw-form__offline" id={offlineId} role="status">
        {!online && over === null && (
          <Trans>
            You are offline: nothing can be sent. What you typed is kept; press “{submit}” once you are back.
          </Trans>
        )}
      </p>
      <div className="hw-actions">
        {over === null && (
          <button
            type="submit"
            className={`nhsuk-button hw-button--small${warning ? ' nhsuk-button--warning' : ''}`}
            aria-disabled={form.pending || !online}
            {...(online ? {} : { 'aria-describedby': offlineId })}
          >
            {form.pending ? submitting : submit}
          </button>
        )}
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={onCancel}>
          {over === null ? cancel : t`Close`}
        </button>
      </div>
    </>
  );
}

function OverNotice({ over }: { readonly over: string }) {
  return (
    <div className="hw-changed" role="status">
      <p>
        <strong>{over}</strong>
      </p>
      <p>
        <Trans>Nothing is left to be done here. What you typed is kept until you close this form.</Trans>
      </p>
    </div>
  );
}

function RestoredNotice({ form }: { readonly form: Form }) {
  const { restoredAt } = form;
  if (restoredAt === null) return null;
  const at = timeWords(restoredAt, serverClock.now());
  return (
    <div className="hw-form__restored">
      <span role="status">
        <Trans>What you typed at {at} is back.</Trans>
      </span>{' '}
      <button type="button" className="hw-link" onClick={form.discard}>
        <Trans>Discard</Trans>
      </button>
    </div>
  );
}

function FaultSummary({ form, level }: { readonly form: Form; readonly level: 2 | 3 }) {
  const summary = useRef<HTMLDivElement>(null);
  const said = form.faults.map(({ path, message }) => `${path} ${message}`).join('\n');
  useEffect(() => {
    if (said !== '') summary.current?.focus();
  }, [said]);
  if (form.faults.length === 0) return null;
  const Title = level === 2 ? 'h3' : 'h4';
  return (
    <div className="nhsuk-error-summary hw-problem" ref={summary} tabIndex={-1}>
      <div role="alert">
        <Title className="nhsuk-error-summary__heading nhsuk-heading-xs">There is a problem</Title>
        <ul className="nhsuk-list nhsuk-error-summary__list">
          {form.faults.map(({ path, message }) => (
            <li key={path}>
              <a href={`#${form.idOf(path)}`}>{message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
