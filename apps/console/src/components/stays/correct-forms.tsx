import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { changeStay } from '../../api/stays.ts';
import { required } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useWardBeds } from '../wards/use-ward-beds.ts';
import { OverCapacityField, overCapacityBody } from './over-capacity-field.tsx';
import { type StayFormProps, useStayForm } from './use-stay-form.ts';
import { WhatEnds } from './what-ends.tsx';

const Reason = z.object({ reason: z.string() });

/** The admission was a mistake: of the wrong patient, for instance. */
export function CancelForm(props: StayFormProps) {
  const { stay, patientLabel, over, onClose } = props;
  const form = useStayForm(props, {
    shape: Reason,
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
        {t`Only for an admission that was a mistake. Bed ${stay.bed} becomes free, and a referral that was admitted by it waits again.`}
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

const Typed = z.object({ reason: z.string(), overCapacityReason: z.string() });

/** A discharge, or a cancellation, was a mistake. */
export function ReinstateForm(props: StayFormProps) {
  const { stay, patientLabel, over, onClose } = props;
  const ward = useWardBeds()?.find(({ id }) => id === stay.wardId);
  const form = useStayForm(props, {
    shape: Typed,
    initial: { reason: '', overCapacityReason: '' },
    fields: ['reason', 'overCapacityReason'],
    check: ({ reason }) => required('reason', reason, t`Enter why the stay goes on`),
    body: ({ reason, overCapacityReason }) => ({ reason: reason.trim(), ...overCapacityBody(overCapacityReason) }),
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
      <p>
        {t`The stay goes on as if it had not ended: the patient gets a bed of the ward, and is monitored again. Alerts and tasks that were closed stay closed.`}
      </p>
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
      <OverCapacityField
        form={form}
        ward={ward}
        value={values.overCapacityReason}
        onChange={(overCapacityReason) => set({ overCapacityReason })}
      />
    </FormFrame>
  );
}
