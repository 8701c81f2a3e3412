import { t } from '@lingui/core/macro';
import { Field } from './fields.tsx';
import type { Form } from './use-form.ts';

export interface ChosenListProps {
  readonly form: Form;
  /** By which the service names the list. */
  readonly path: string;
  readonly label: string;
  /** What one of them is: `a person`. */
  readonly add: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly chosen: readonly string[];
  readonly choices: readonly { readonly value: string; readonly words: string }[];
  /** Whether their order counts; it is then changed with buttons, and one may be there more than once. */
  readonly ordered?: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
}

/** The list with one entry moved by one. */
export function moved<Item>(items: readonly Item[], index: number, by: -1 | 1): readonly Item[] {
  const [one, other] = [items[index], items[index + by]];
  if (one === undefined || other === undefined) return items;
  return items.map((item, at) => (at === index ? other : at === index + by ? one : item));
}

/** A few of many, chosen one after another from a list: each can be taken out again, and moved where their order counts. */
export function ChosenList(props: ChosenListProps) {
  const { form, path, label, add, hint, optional = false, chosen, choices, ordered = false, onChange } = props;
  const wordsOf = (value: string): string => choices.find((choice) => choice.value === value)?.words ?? value;
  const offered = ordered ? choices : choices.filter(({ value }) => !chosen.includes(value));
  return (
    <>
      <Field form={form} path={path} label={label} optional={optional} {...(hint === undefined ? {} : { hint })}>
        {(control) => (
          <select
            {...control}
            className="nhsuk-select"
            value=""
            onChange={(event) => {
              if (event.target.value !== '') onChange([...chosen, event.target.value]);
            }}
          >
            <option value="">{add}</option>
            {offered.map(({ value, words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      {chosen.length > 0 && (
        <ol className="hw-chosen" aria-label={label}>
          {chosen.map((value, index) => (
            // One may be there more than once, where only its position tells it apart.
            <li key={`${String(index)} ${value}`}>
              <span>{wordsOf(value)}</span>
              <EntryButtons
                what={wordsOf(value)}
                {...(ordered
                  ? { index, length: chosen.length, onMove: (by: -1 | 1) => onChange(moved(chosen, index, by)) }
                  : {})}
                onRemove={() => onChange(chosen.filter((_value, at) => at !== index))}
              />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

export interface EntryButtonsProps {
  /** Which entry they are of, for those who hear it. */
  readonly what: string;
  readonly index?: number;
  readonly length?: number;
  readonly onMove?: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** Moves an entry of a list up or down, and takes it out. */
export function EntryButtons({ what, index = 0, length = 1, onMove, onRemove }: EntryButtonsProps) {
  const Of = <span className="nhsuk-u-visually-hidden"> {what}</span>;
  return (
    <span className="hw-chosen__buttons">
      {onMove !== undefined && (
        <>
          <button type="button" className="hw-link" aria-disabled={index === 0} onClick={() => onMove(-1)}>
            {t`Up`}
            {Of}
          </button>
          <button type="button" className="hw-link" aria-disabled={index === length - 1} onClick={() => onMove(1)}>
            {t`Down`}
            {Of}
          </button>
        </>
      )}
      <button type="button" className="hw-link" onClick={onRemove}>
        {t`Remove`}
        {Of}
      </button>
    </span>
  );
}
