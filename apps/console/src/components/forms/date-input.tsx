import { dayShown, readDay } from '../../time/typed-text.ts';
import type { ControlProps } from './time-input.tsx';
import { useTypedText } from './use-typed-text.ts';

export interface DateInputProps extends ControlProps {
  /** `2026-11-21`; what cannot be read is kept as it was typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A day, typed day first whatever the browser is set to: `21/11/2026`. */
export function DateInput({ value, onChange, ...control }: DateInputProps) {
  const typed = useTypedText({ value, onChange, shown: dayShown, read: readDay });
  return <input {...control} {...typed} className="nhsuk-input hw-input--time" />;
}
