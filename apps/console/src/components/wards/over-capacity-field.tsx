import { t } from '@lingui/core/macro';
import { TextField } from '../forms/fields.tsx';
import type { Form } from '../forms/use-form.ts';
import type { Room } from './use-room.ts';

export interface OverCapacityFieldProps {
  readonly form: Form;
  readonly room: Room;
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** Whether the ward has a bed; and where it has none, the reason to go beyond its capacity of a person who may. */
export function OverCapacityField({ form, room, value, onChange }: OverCapacityFieldProps) {
  return (
    <>
      {/* Always there, so that what appears in it is announced. */}
      <p role="status">{room.words}</p>
      {room.asksReason && (
        <TextField
          form={form}
          path="overCapacityReason"
          label={t`Why beyond capacity`}
          value={value}
          onChange={onChange}
        />
      )}
    </>
  );
}
