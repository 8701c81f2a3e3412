import { type Weekday, weekdays } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { TextField } from '../../../components/forms/fields.tsx';
import type { Form } from '../../../components/forms/use-form.ts';
import type { TypedLayer } from './rota-typed.ts';

type Restriction = TypedLayer['restrictTo'][number];

function weekdayName(day: Weekday): string {
  switch (day) {
    case 'mon':
      return t`Monday`;
    case 'tue':
      return t`Tuesday`;
    case 'wed':
      return t`Wednesday`;
    case 'thu':
      return t`Thursday`;
    case 'fri':
      return t`Friday`;
    case 'sat':
      return t`Saturday`;
    case 'sun':
      return t`Sunday`;
  }
}

export interface RestrictionFieldsProps {
  readonly form: Form;
  readonly path: string;
  readonly restriction: Restriction;
  readonly onChange: (restriction: Restriction) => void;
  readonly onRemove: () => void;
}

/** On which days and between which times a layer applies; a time until that is not after the one from is of the next day. */
export function RestrictionFields({ form, path, restriction, onChange, onRemove }: RestrictionFieldsProps) {
  const { days, from, until } = restriction;
  const daysId = form.idOf(`${path}.days`);
  const fault = form.faultOf(`${path}.days`);
  const toggle = (day: Weekday, isChosen: boolean): void => {
    const chosen = weekdays.filter((one) => (one === day ? isChosen : days.includes(one)));
    onChange({ ...restriction, days: chosen });
  };
  return (
    <fieldset className="nhsuk-fieldset hw-part" id={daysId} tabIndex={-1}>
      <legend className="nhsuk-fieldset__legend">{t`Only on these days`}</legend>
      {fault !== undefined && <span className="nhsuk-error-message">{fault}</span>}
      <div className="nhsuk-checkboxes hw-days">
        {weekdays.map((day) => (
          <div className="nhsuk-checkboxes__item" key={day}>
            <input
              className="nhsuk-checkboxes__input"
              id={`${daysId}-${day}`}
              type="checkbox"
              checked={days.includes(day)}
              onChange={(event) => toggle(day, event.target.checked)}
            />
            <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`${daysId}-${day}`}>
              {weekdayName(day)}
            </label>
          </div>
        ))}
      </div>
      <TextField
        form={form}
        path={`${path}.from`}
        label={t`From`}
        kind="span"
        value={from}
        onChange={(typed) => onChange({ ...restriction, from: typed })}
      />
      <TextField
        form={form}
        path={`${path}.until`}
        label={t`Until`}
        hint={t`Of the next day where it is not after the time above.`}
        kind="span"
        value={until}
        onChange={(typed) => onChange({ ...restriction, until: typed })}
      />
      <button type="button" className="hw-link" onClick={onRemove}>
        {t`Remove this restriction`}
      </button>
    </fieldset>
  );
}
