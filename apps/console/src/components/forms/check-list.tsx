import { t } from '@lingui/core/macro';
import type { Form } from './use-form.ts';

export interface CheckListProps {
  readonly form: Form;
  /** By which the service names the list. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly choices: readonly {
    readonly value: string;
    readonly words: string;
    /** Where it is from, or what it means. */
    readonly hint?: string;
  }[];
  readonly checked: readonly string[];
  readonly onChange: (checked: readonly string[]) => void;
}

/** Any number of a few choices, each ticked or not. What is wrong with one of them is said above all of them. */
export function CheckList(props: CheckListProps) {
  const { form, path, label, hint, optional = false, choices, checked, onChange } = props;
  const id = form.idOf(path);
  const fault =
    form.faultOf(path) ?? choices.map(({ value }) => form.faultOf(`${path}.${value}`)).find((one) => one !== undefined);
  const described = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`].join(' ').trim();
  return (
    <div className={`nhsuk-form-group${fault === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <fieldset
        className="nhsuk-fieldset"
        id={id}
        tabIndex={-1}
        {...(described === '' ? {} : { 'aria-describedby': described })}
      >
        <legend className="nhsuk-label">
          {label} {optional && <span className="hw-optional">{t`(optional)`}</span>}
        </legend>
        {hint !== undefined && (
          <div className="nhsuk-hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
        {fault !== undefined && (
          <span className="nhsuk-error-message" id={`${id}-fault`}>
            <span className="nhsuk-u-visually-hidden">{t`Error:`} </span>
            {fault}
          </span>
        )}
        <div className="nhsuk-checkboxes">
          {choices.map(({ value, words, hint: meaning }) => (
            <div className="nhsuk-checkboxes__item" key={value}>
              <input
                className="nhsuk-checkboxes__input"
                id={`${id}-${value}`}
                type="checkbox"
                checked={checked.includes(value)}
                {...(meaning === undefined ? {} : { 'aria-describedby': `${id}-${value}-hint` })}
                onChange={({ target }) =>
                  onChange(target.checked ? [...checked, value] : checked.filter((other) => other !== value))
                }
              />
              <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`${id}-${value}`}>
                {words}
              </label>
              {meaning !== undefined && (
                <div className="nhsuk-hint nhsuk-checkboxes__hint" id={`${id}-${value}-hint`}>
                  {meaning}
                </div>
              )}
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
