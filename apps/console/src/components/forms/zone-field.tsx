import { t } from '@lingui/core/macro';
import { Field } from './fields.tsx';
import type { Form } from './use-form.ts';

const known = Intl.supportedValuesOf('timeZone');

export interface ZoneFieldProps {
  readonly form: Form;
  readonly path: string;
  readonly value: string;
  readonly onChange: (zone: string) => void;
}

/** A time zone by its IANA name, of those that the browser knows. */
export function ZoneField({ form, path, value, onChange }: ZoneFieldProps) {
  const zones = known.includes(value) ? known : [value, ...known];
  return (
    <Field form={form} path={path} label={t`Time zone`}>
      {(control) => (
        <select {...control} className="nhsuk-select" value={value} onChange={(event) => onChange(event.target.value)}>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
