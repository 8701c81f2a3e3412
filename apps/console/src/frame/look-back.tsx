import type { Instant } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useId, useRef, useState } from 'react';
import { useAsOf } from '../components/as-of/use-as-of.ts';
import { TimeInput } from '../components/forms/time-input.tsx';
import { useDisclosure } from '../components/forms/use-disclosure.ts';
import { checkAsOf } from '../navigation/as-of.ts';
import { serverClock } from '../time/server-clock.ts';
import { siteTime } from '../time/site-time.ts';

/** Opens a small form that asks what was known at an earlier time. */
export function LookBack() {
  const { asOf, show } = useAsOf();
  const { isOpen, opener, open, close } = useDisclosure();
  if (!isOpen) {
    return (
      <button
        type="button"
        ref={opener}
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        onClick={open}
      >
        {asOf === null ? t`Look back…` : t`Another time…`}
      </button>
    );
  }
  return (
    <LookBackForm
      from={asOf === null ? serverClock.now() : Date.parse(asOf)}
      onCancel={close}
      onShow={(time) => {
        close();
        show(time);
      }}
    />
  );
}

function LookBackForm(props: {
  readonly from: number;
  readonly onCancel: () => void;
  readonly onShow: (asOf: Instant) => void;
}) {
  const { from, onCancel, onShow } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(() => siteTime.typedMinute(from));
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="hw-look-back"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const asked = checkAsOf(siteTime.readMinute(typed), serverClock.now());
        if (asked.ok) onShow(asked.at);
        else {
          setFault(asked.fault);
          field.current?.focus();
        }
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <label className="nhsuk-label" htmlFor={id}>
        <Trans>What did we know at</Trans>
      </label>
      {fault !== null && (
        <span className="nhsuk-error-message" id={`${id}-fault`} role="alert">
          <span className="nhsuk-u-visually-hidden">
            <Trans>Error:</Trans>{' '}
          </span>
          {fault}
        </span>
      )}
      <TimeInput
        id={id}
        ref={field}
        value={typed}
        {...(fault === null ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-fault` })}
        onChange={setTyped}
      />
      <div className="hw-actions">
        <button type="submit" className="nhsuk-button hw-button--small">
          <Trans>Show</Trans>
        </button>
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary hw-look-back__cancel hw-button--small"
          onClick={onCancel}
        >
          <Trans>Cancel</Trans>
        </button>
      </div>
    </form>
  );
}
