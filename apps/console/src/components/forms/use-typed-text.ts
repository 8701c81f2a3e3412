import { type ChangeEvent, useState } from 'react';

/** A text field whose value is kept in another form than it is typed in. */
export interface TypedTextOptions {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The value as it is shown. */
  readonly shown: (value: string) => string;
  /** What was typed, as the value is kept; undefined where it cannot be read: it is then kept as it was typed. */
  readonly read: (text: string) => string | undefined;
}

interface TypedTextProps {
  readonly type: 'text';
  readonly autoComplete: 'off';
  readonly spellCheck: false;
  readonly value: string;
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  readonly onBlur: () => void;
}

/** Leaves what is being typed as it is, and shows the value in full once the field is left. */
export function useTypedText({ value, onChange, shown, read }: TypedTextOptions): TypedTextProps {
  const [typing, setTyping] = useState<string | null>(null);
  return {
    type: 'text',
    autoComplete: 'off',
    spellCheck: false,
    value: typing ?? shown(value),
    onChange: (event) => {
      const text = event.target.value;
      setTyping(text);
      onChange(read(text) ?? text);
    },
    onBlur: () => setTyping(null),
  };
}
