import type { Instant } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useId, useRef, useState } from 'react';
import { TimeInput } from '../../../components/forms/time-input.tsx';
import { serverClock } from '../../../time/server-clock.ts';
import { siteTime } from '../../../time/site-time.ts';

export interface CapacityTimeFormProps {
  /** Of when the figures on screen are; null for now. */
  readonly at: Instant | null;
  readonly onChange: (at: Instant | null) => void;
}

/** Asks for the figures of another time, past or to come. */
export function CapacityTimeForm({ at, onChange }: CapacityTimeFormProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(() => typedOf(at));
  const [fault, setFault] = useState<string | null>(null);
  // The same form stays for every time, so that the focus stays in it.
  useEffect(() => setTyped(typedOf(at)), [at]);
  const backToNow = (): void => {
    onChange(null);
    field.current?.focus();
  };
  return (
    <form
      className="hw-what-if"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const asked = siteTime.readMinute(typed);
        setFault(asked.ok ? null : asked.fault);
        if (asked.ok) onChange(asked.at);
        else field.current?.focus();
      }}
    >
      <div className={`nhsuk-form-group${fault === null ? '' : ' nhsuk-form-group--error'}`}>
        <label className="nhsuk-label" htmlFor={id}>
          <Trans>Figures at another time</Trans>
        </label>
        {fault !== null && (
          <span className="nhsuk-error-message" id={`${id}-fault`} role="alert">
            <span className="nhsuk-u-visually-hidden">{t`Error:`} </span>
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
      </div>
      <div className="hw-actions">
        <button type="submit" className="nhsuk-button nhsuk-button--secondary hw-button--small">
          <Trans>Look at that time</Trans>
        </button>
        {at !== null && (
          <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={backToNow}>
            <Trans>Back to now</Trans>
          </button>
        )}
      </div>
    </form>
  );
}

const typedOf = (at: Instant | null): string => siteTime.typedMinute(at === null ? serverClock.now() : Date.parse(at));
