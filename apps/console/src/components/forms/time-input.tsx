import type { Ref } from 'react';
import { siteTime } from '../../time/site-time.ts';

/** What the control within a field has to be given. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

export interface TimeInputProps extends ControlProps {
  readonly ref?: Ref<HTMLInputElement>;
  /** As `siteTime` makes and reads it. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A date and a time as the clocks of the wards show them; in the hour that they show twice it asks which one is meant. */
export function TimeInput({ ref, value, onChange, ...control }: TimeInputProps) {
  const repeats = siteTime.repeats(value);
  return (
    <>
      <input
        {...control}
        ref={ref}
        className="nhsuk-input hw-input--time"
        type="datetime-local"
        value={value.slice(0, 16)}
        onChange={(event) => onChange(event.target.value)}
      />
      {repeats.length > 0 && (
        <select
          className="nhsuk-select hw-input--time"
          aria-label="The clocks go back then: which one"
          value={repeats.some(({ typed }) => typed === value) ? value : repeats[0]?.typed}
          onChange={(event) => onChange(event.target.value)}
        >
          {repeats.map(({ typed, words }) => (
            <option key={typed} value={typed}>
              {words}
            </option>
          ))}
        </select>
      )}
    </>
  );
}
