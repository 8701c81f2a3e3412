import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type Ref, type SubmitEvent, useEffect, useId, useRef, useState } from 'react';
import { asItIs, isAsItIs, readWhatIf, type WhatIf } from './forecast-view.ts';

export interface WhatIfFormProps {
  readonly whatIf: WhatIf;
  readonly onChange: (whatIf: WhatIf) => void;
}

/** Asks what would become of the ward if. Nothing is changed by it. */
export function WhatIfForm({ whatIf, onChange }: WhatIfFormProps) {
  const first = useRef<HTMLInputElement>(null);
  const [close, setClose] = useState('');
  const [more, setMore] = useState('');
  // The same form stays for every question, so that the focus stays in it.
  useEffect(() => {
    setClose(String(whatIf.closeBeds));
    setMore(String(whatIf.moreArrivals));
  }, [whatIf.closeBeds, whatIf.moreArrivals]);
  const [isChecked, setChecked] = useState(false);
  const [closeBeds, moreArrivals] = [readWhatIf(close, 'closeBeds'), readWhatIf(more, 'moreArrivals')];
  const ask = (event: SubmitEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (closeBeds !== undefined && moreArrivals !== undefined) onChange({ closeBeds, moreArrivals });
  };
  const backToAsItIs = (): void => {
    onChange(asItIs);
    first.current?.focus();
  };
  return (
    <form className="hw-what-if" noValidate onSubmit={ask} aria-label={t`What if`}>
      <WholeNumber
        ref={first}
        label={t`What if so many beds are closed`}
        value={close}
        fault={isChecked && closeBeds === undefined ? t`Enter a whole number from 0 to 10,000` : null}
        onChange={setClose}
      />
      <WholeNumber
        label={t`and so many more patients arrive, in %`}
        value={more}
        fault={isChecked && moreArrivals === undefined ? t`Enter a whole number from -100 to 900` : null}
        onChange={setMore}
      />
      <div className="hw-actions">
        <button type="submit" className="nhsuk-button nhsuk-button--secondary hw-button--small">
          <Trans>Work it out</Trans>
        </button>
        {!isAsItIs(whatIf) && (
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary hw-button--small"
            onClick={backToAsItIs}
          >
            <Trans>As it is</Trans>
          </button>
        )}
      </div>
    </form>
  );
}

interface WholeNumberProps {
  readonly ref?: Ref<HTMLInputElement>;
  readonly label: string;
  readonly value: string;
  readonly fault: string | null;
  readonly onChange: (value: string) => void;
}

function WholeNumber({ ref, label, value, fault, onChange }: WholeNumberProps) {
  const id = useId();
  return (
    <div className={`nhsuk-form-group${fault === null ? '' : ' nhsuk-form-group--error'}`}>
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      {fault !== null && (
        <span className="nhsuk-error-message" id={`${id}-fault`} role="alert">
          <span className="nhsuk-u-visually-hidden">{t`Error:`} </span>
          {fault}
        </span>
      )}
      <input
        className="nhsuk-input nhsuk-input--width-5"
        id={id}
        ref={ref}
        inputMode="numeric"
        autoComplete="off"
        value={value}
        {...(fault === null ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-fault` })}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
