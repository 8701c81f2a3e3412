import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { readDay } from '../../time/typed-text.ts';
import type { Form } from './use-form.ts';

export interface BirthDateFieldProps {
  readonly form: Form;
  readonly path: string;
  readonly label: string;
  readonly optional?: boolean;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

type Part = 'day' | 'month' | 'year';

/**
 * A date that people know by heart, in three fields as on every NHS form. The value is `1950-02-03`, or the parts as they
 * were typed, `1950-2-`: `readDay` reads it.
 */
export function BirthDateField({ form, path, label, optional = false, hint, value, onChange }: BirthDateFieldProps) {
  const id = form.idOf(path);
  const fault = form.faultOf(path);
  const [year = '', month = '', day = ''] = value.split('-');
  const parts: Readonly<Record<Part, string>> = { day, month, year };
  const set = (part: Part, text: string): void => {
    const typed = { ...parts, [part]: text.replaceAll(/\D/g, '') };
    onChange([typed.year, typed.month, typed.day].join('-'));
  };
  const input = (part: Part, words: string) => (
    <div className="nhsuk-date-input__item">
      {/* A fault is linked to the first of the three. */}
      <label className="nhsuk-label nhsuk-date-input__label" htmlFor={part === 'day' ? id : `${id}-${part}`}>
        {words}
      </label>
      <input
        className={`nhsuk-input nhsuk-date-input__input nhsuk-input--width-${part === 'year' ? '4' : '2'}`}
        id={part === 'day' ? id : `${id}-${part}`}
        inputMode="numeric"
        autoComplete="off"
        maxLength={part === 'year' ? 4 : 2}
        {...(fault === undefined ? {} : { 'aria-invalid': true })}
        value={parts[part]}
        onChange={(event) => set(part, event.target.value)}
        onBlur={() => onChange(readDay(value) ?? value)}
      />
    </div>
  );
  return (
    <div className={`nhsuk-form-group${fault === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <fieldset className="nhsuk-fieldset" aria-describedby={`${id}-hint${fault === undefined ? '' : ` ${id}-fault`}`}>
        <legend className="nhsuk-label">
          {label} {optional && <span className="hw-optional">{t`(optional)`}</span>}
        </legend>
        <div className="nhsuk-hint" id={`${id}-hint`}>
          {hint ?? <Trans>For example, 15 3 1948</Trans>}
        </div>
        {fault !== undefined && (
          <span className="nhsuk-error-message" id={`${id}-fault`}>
            <span className="nhsuk-u-visually-hidden">{t`Error:`} </span>
            {fault}
          </span>
        )}
        <div className="nhsuk-date-input">
          {input('day', t`Day`)}
          {input('month', t`Month`)}
          {input('year', t`Year`)}
        </div>
      </fieldset>
    </div>
  );
}
