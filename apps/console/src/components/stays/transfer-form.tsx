import { WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { changeStay } from '../../api/stays.ts';
import { required } from '../forms/faults.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { OverCapacityField } from '../wards/over-capacity-field.tsx';
import { overCapacityFaults, useRoom } from '../wards/use-room.ts';
import { useWardBeds } from '../wards/use-ward-beds.ts';
import { type StayFormProps, useStayForm } from './use-stay-form.ts';

const Typed = z.object({ wardId: z.string(), reason: z.string(), overCapacityReason: z.string() });

/** Moves a patient to another ward: its bed here is free at the same instant at which the one there is taken. */
export function TransferForm({ wardId, ...props }: StayFormProps & { readonly wardId: string }) {
  const { stay, patientLabel, onClose } = props;
  const wards = useWardBeds()?.filter(({ id }) => id !== stay.wardId) ?? [];
  const from = useWardBeds()?.find(({ id }) => id === stay.wardId)?.name ?? t`this ward`;
  const { form, over } = useStayForm({
    ...props,
    change: 'transfer',
    shape: Typed,
    initial: { wardId, reason: '', overCapacityReason: '' },
    fields: ['wardId', 'reason', 'overCapacityReason'],
    check: (typed) => [
      ...required('wardId', typed.wardId, t`Choose the ward`),
      ...overCapacityFaults(room, typed.overCapacityReason),
      ...required('reason', typed.reason, t`Enter why the patient is transferred`),
    ],
    body: (typed) => ({
      wardId: WardId.parse(typed.wardId),
      reason: typed.reason.trim(),
      ...(room.asksReason ? { overCapacityReason: typed.overCapacityReason.trim() } : {}),
    }),
    send: (body, press) => changeStay({ id: stay.id, change: 'transfer' }, body, press),
  });
  const { values, set } = form;
  const room = useRoom(values.wardId);
  return (
    <FormFrame
      form={form}
      title={t`Transfer ${patientLabel}`}
      level={2}
      refusedTitle={t`The patient was not transferred`}
      submit={t`Transfer`}
      submitting={t`Transferring…`}
      over={over}
      first="wardId"
      onCancel={onClose}
    >
      <p>{t`Plan, devices and alerts go with the patient. Bed ${stay.bed} of ${from} is free from then on.`}</p>
      <ChoiceField
        form={form}
        path="wardId"
        label={t`To which ward`}
        value={values.wardId}
        choices={[{ value: '', words: t`Choose` }, ...wards.map(({ id, words }) => ({ value: String(id), words }))]}
        onChange={(chosen) => set({ wardId: chosen })}
      />
      <OverCapacityField
        form={form}
        room={room}
        value={values.overCapacityReason}
        onChange={(overCapacityReason) => set({ overCapacityReason })}
      />
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
    </FormFrame>
  );
}
