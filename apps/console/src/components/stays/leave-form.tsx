import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { changeStay } from '../../api/stays.ts';
import { siteTime } from '../../time/site-time.ts';
import { required, timeFaults } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { type StayFormProps, useStayForm } from './use-stay-form.ts';

const Typed = z.object({ until: z.string(), reason: z.string() });

/** The patient is away for a while: the bed stays theirs, and no reading is waited for. */
export function LeaveForm(props: StayFormProps) {
  const { stay, patientLabel, onClose } = props;
  const { form, over } = useStayForm({
    ...props,
    change: 'leave',
    shape: Typed,
    initial: { until: '', reason: '' },
    fields: ['until', 'reason'],
    check: ({ until, reason }) => [
      ...timeFaults('until', siteTime.readMinute(until)),
      ...required('reason', reason, t`Enter why the patient is on leave`),
    ],
    body: ({ until, reason }) => ({ until: instantOf(until), reason: reason.trim() }),
    send: (body, press) => changeStay({ id: stay.id, change: 'leave' }, body, press),
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Leave of ${patientLabel}`}
      level={2}
      refusedTitle={t`The leave was not begun`}
      submit={t`Begin leave`}
      submitting={t`Beginning…`}
      over={over}
      first="until"
      onCancel={onClose}
    >
      <p>
        {t`The patient keeps bed ${stay.bed}. Monitoring is paused until the return: missing readings raise no alert. What is sent all the same is kept and scored.`}
      </p>
      <TextField
        form={form}
        path="until"
        label={t`Expected back`}
        hint={t`By the clocks of ${siteTime.zone}.`}
        kind="time"
        value={values.until}
        onChange={(until) => set({ until })}
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

/** What cannot be read has been refused before. */
function instantOf(typed: string): string {
  const read = siteTime.readMinute(typed);
  return read.ok ? read.at : typed;
}

const Nothing = z.object({});

/** The patient is back. */
export function ReturnForm(props: StayFormProps) {
  const { stay, patientLabel, onClose } = props;
  const { form, over } = useStayForm({
    ...props,
    change: 'return',
    shape: Nothing,
    initial: {},
    fields: [],
    body: () => ({}),
    send: (body: object, press) => changeStay({ id: stay.id, change: 'return' }, body, press),
  });
  return (
    <FormFrame
      form={form}
      title={t`${patientLabel} is back from leave`}
      level={2}
      refusedTitle={t`The return was not kept`}
      submit={t`Is back`}
      submitting={t`Sending…`}
      over={over}
      onCancel={onClose}
    >
      <p>{t`Monitoring goes on in bed ${stay.bed}: readings are waited for again from now on.`}</p>
    </FormFrame>
  );
}
