import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { changeStay } from '../../api/stays.ts';
import { required } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { OverCapacityField } from '../wards/over-capacity-field.tsx';
import { overCapacityFaults, useRoom } from '../wards/use-room.ts';
import { type StayFormProps, useStayForm } from './use-stay-form.ts';
import { WhatEnds } from './what-ends.tsx';

const CancelTyped = z.object({ reason: z.string() });

/** The admission was a mistake. */
export function CancelForm(props: StayFormProps) {
  const { stay, patientLabel, onClose } = props;
  const { form, over } = useStayForm({
    ...props,
    change: 'cancel',
    shape: CancelTyped,
    initial: { reason: '' },
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, t`Enter why the admission was a mistake`),
    body: ({ reason }) => ({ reason: reason.trim() }),
    send: (body, press) => changeStay({ id: stay.id, change: 'cancel' }, body, press),
  });
  return (
    <FormFrame
      form={form}
      title={t`Cancel the admission of ${patientLabel}?`}
      level={2}
      refusedTitle={t`The admission was not cancelled`}
      submit={t`Cancel the admission`}
      submitting={t`Cancelling…`}
      cancel={t`Keep on the ward`}
      over={over}
      warning
      first="reason"
      onCancel={onClose}
    >
      <p>
        {t`For an admission that was a mistake: it counts neither as a stay nor as a discharge. Monitoring ends, bed ${stay.bed} is free, and a referral that it answered waits again.`}
      </p>
      <WhatEnds stayId={stay.id} />
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}

const ReinstateTyped = z.object({ reason: z.string(), overCapacityReason: z.string() });

/** A discharge or a cancellation was a mistake: the stay goes on, in a bed of its ward. */
export function ReinstateForm(props: StayFormProps) {
  const { stay, patientLabel, onClose } = props;
  const room = useRoom(stay.wardId);
  const { form, over } = useStayForm({
    ...props,
    change: 'reinstate',
    shape: ReinstateTyped,
    initial: { reason: '', overCapacityReason: '' },
    fields: ['reason', 'overCapacityReason'],
    check: ({ reason, overCapacityReason }) => [
      ...overCapacityFaults(room, overCapacityReason),
      ...required('reason', reason, t`Enter why the stay goes on`),
    ],
    body: ({ reason, overCapacityReason }) => ({
      reason: reason.trim(),
      ...(room.asksReason ? { overCapacityReason: overCapacityReason.trim() } : {}),
    }),
    send: (body, press) => changeStay({ id: stay.id, change: 'reinstate' }, body, press),
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Reinstate the stay of ${patientLabel}`}
      level={2}
      refusedTitle={t`The stay was not reinstated`}
      submit={t`Reinstate`}
      submitting={t`Reinstating…`}
      over={over}
      first="reason"
      onCancel={onClose}
    >
      <p>{t`The stay goes on as if it had not ended, and monitoring with it. Alerts that were closed stay closed; devices that were recovered have to be issued again.`}</p>
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
