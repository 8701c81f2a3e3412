import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { expectDischarge } from '../../api/stays.ts';
import { readDay } from '../../time/typed-text.ts';
import { dayFaults } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { type StayFormProps, useStayForm } from './use-stay-form.ts';

const Typed = z.object({ date: z.string(), reason: z.string() });

/** When the bed is expected to be free again. */
export function ExpectedDischargeForm(props: StayFormProps) {
  const { stay, patientLabel, onClose } = props;
  const { form, over } = useStayForm({
    ...props,
    change: 'expect',
    shape: Typed,
    initial: { date: stay.expectedDischargeDate ?? '', reason: '' },
    fields: ['date', 'reason'],
    check: ({ date }) => dayFaults('date', date),
    body: ({ date, reason }) => ({
      date: readDay(date) ?? null,
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    }),
    send: (body, press) => expectDischarge(stay.id, body, press),
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Expected discharge of ${patientLabel}`}
      level={2}
      refusedTitle={t`The expected discharge was not changed`}
      submit={t`Save`}
      submitting={t`Saving…`}
      over={over}
      first="date"
      onCancel={onClose}
    >
      <p>{t`Expected discharges and the forecast count by it. The patient is not discharged by it.`}</p>
      <TextField
        form={form}
        path="date"
        label={t`Day`}
        hint={t`Leave it blank where it is not known.`}
        optional
        kind="date"
        value={values.date}
        onChange={(date) => set({ date })}
      />
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        optional
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
    </FormFrame>
  );
}
