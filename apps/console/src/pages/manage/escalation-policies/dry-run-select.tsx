import { useId } from 'react';
import type { Choice } from '../../../components/people/use-names.ts';

export interface DryRunSelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

/** One thing that a dry run is asked for. */
export function DryRunSelect({ label, value, choices, onChange }: DryRunSelectProps) {
  const id = useId();
  return (
    <div>
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      <select className="nhsuk-select" id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </select>
    </div>
  );
}
