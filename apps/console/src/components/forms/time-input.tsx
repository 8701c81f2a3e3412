import { t } from '@lingui/core/macro';
import { type Ref, useRef } from 'react';
import { serverClock } from '../../time/server-clock.ts';
import { siteTime } from '../../time/site-time.ts';
import { minuteShown, readMinuteText } from '../../time/typed-text.ts';
import { useTypedText } from './use-typed-text.ts';

/** What the control within a field has to be given. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

export interface TimeInputProps extends ControlProps {
  readonly ref?: Ref<HTMLInputElement>;
  /** As `siteTime` makes and reads it; what cannot be read is kept as it was typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/**
 * A date and a time as the clocks of the wards show them, day first and by 24 hours whatever the browser is set to:
 * `21/11/2026 08:30`. A time of day alone keeps the day. In the hour that clocks show twice it asks which one is meant.
 */
export function TimeInput({ ref, value, onChange, ...control }: TimeInputProps) {
  const repeats = siteTime.repeats(value);
  const day = useRef('');
  const typed = useTypedText({
    value,
    onChange,
    shown: minuteShown,
    read: (text) => readMinuteText(text, day.current),
  });
  const rememberDay = (): void => {
    const kept = readMinuteText(minuteShown(value), '');
    day.current = kept?.slice(0, 10) ?? siteTime.typedDate(serverClock.now());
  };
  return (
    <>
      <input {...control} {...typed} ref={ref} className="nhsuk-input hw-input--time" onFocus={rememberDay} />
      {repeats.length > 0 && (
        <select
          className="nhsuk-select hw-input--time"
          aria-label={t`The clocks go back then: which one`}
          value={repeats.some((one) => one.typed === value) ? value : repeats[0]?.typed}
          onChange={(event) => onChange(event.target.value)}
        >
          {repeats.map((one) => (
            <option key={one.typed} value={one.typed}>
              {one.words}
            </option>
          ))}
        </select>
      )}
    </>
  );
}
