import { Trans } from '@lingui/react/macro';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

/** So long after the last key the search begins. */
const typingPauseMs = 250;

export interface SearchFieldProps {
  /** What the address asks for. */
  readonly asked: string;
  readonly onSearch: (text: string) => void;
}

/** Searches while it is typed; Arrow down goes to the first who was found, and Enter opens them. */
export function SearchField({ asked, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(asked);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    if (typed === asked) return undefined;
    const timer = setTimeout(() => onSearch(typed), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, asked, onSearch]);
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    // Those listed are of what was asked before: a name half typed must not open another patient.
    if (event.key === 'Enter' && typed !== asked) {
      onSearch(typed);
      return;
    }
    const first = document.querySelector<HTMLElement>('.hw-found a');
    if (event.key === 'ArrowDown') first?.focus();
    else first?.click();
  };
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor="find-patient">
        <Trans>Name, NHS number or device</Trans>
      </label>
      <input
        ref={field}
        className="nhsuk-input nhsuk-input--width-20"
        id="find-patient"
        type="search"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
