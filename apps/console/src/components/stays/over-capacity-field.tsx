import { t } from '@lingui/core/macro';
import { TextField } from '../forms/fields.tsx';
import type { Form } from '../forms/use-form.ts';
import { useMay } from '../frame/person.tsx';
import type { WardBeds } from '../wards/use-ward-beds.ts';

export interface OverCapacityFieldProps {
  readonly form: Form;
  /** The ward that the patient is to go to; undefined until one is chosen. */
  readonly ward: WardBeds | undefined;
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** What it means that a ward is full, and the reason to go beyond its capacity, of a person who may. */
export function OverCapacityField({ form, ward, value, onChange }: OverCapacityFieldProps) {
  const may = useMay('exceed-capacity');
  if (ward === undefined || (ward.free > 0 && value === '')) return null;
  if (!may) {
    return <p>{t`${ward.name} is full. A coordinator can give a bed beyond its capacity.`}</p>;
  }
  return (
    <TextField
      form={form}
      path="overCapacityReason"
      label={t`Why beyond the capacity of the ward`}
      hint={t`${ward.name} is full. With a reason the patient gets a bed all the same, which is counted as over capacity.`}
      optional
      value={value}
      onChange={onChange}
    />
  );
}

/** As it is sent: left out where there is none. */
export const overCapacityBody = (reason: string): { readonly overCapacityReason?: string } =>
  reason.trim() === '' ? {} : { overCapacityReason: reason.trim() };
