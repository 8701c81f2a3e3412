import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { changeStay } from '../../api/stays.ts';
import { serverClock } from '../../time/server-clock.ts';
import { siteTime } from '../../time/site-time.ts';
import { required, timeFaults } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { timeWords } from '../words/time-words.ts';
import { type StayFormProps, useStayForm } from './use-stay-form.ts';

const usualLeaveMs = 24 * 3_600_000;
const Typed = z.object({ until: z.string(), reason: z.string() });

/** The patient is away for a time, and keeps the bed. */
export function LeaveForm(props: StayFormProps) {
  const { stay, patientLabel, over, onClose } = props;
  const form = useStayForm(props, {
    shape: Typed,
    initial: { until: siteTime.typedMinute(serverClock.now() + usualLeaveMs), reason: '' },
    fields: ['until', 'reason'],
    check: ({ until, reason }) => [
      ...timeFaults('until', siteTime.readMinute(until)),
      ...required('reason', reason, t`Enter why the patient is away`),
    ],
    body: ({ until, reason }) => {
      const read = siteTime.readMinute(until);
      return { until: read.ok ? read.at : '', reason: reason.trim() };
    },
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
      first="reason"
      onCancel={onClose}
    >
      <p>
        {t`The patient keeps bed ${stay.bed}. Until then no readings are waited for, and missing ones raise no alert; anything that is measured does. Who is not back by then is asked after in a task.`}
      </p>
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
      <TextField
        form={form}
        path="until"
        label={t`Expected back`}
        kind="time"
        value={values.until}
        onChange={(until) => set({ until })}
      />
    </FormFrame>
  );
}

/** The patient is back from leave. */
export function ReturnForm(props: StayFormProps) {
  const { stay, patientLabel, now, over, onClose } = props;
  const form = useStayForm(props, {
    shape: z.object({}),
    initial: {},
    fields: [],
    body: () => ({}),
    send: (body, press) => changeStay({ id: stay.id, change: 'return' }, body, press),
  });
  return (
    <FormFrame
      form={form}
      title={t`${patientLabel} is back from leave`}
      level={2}
      refusedTitle={t`The leave was not ended`}
      submit={t`End leave`}
      submitting={t`Ending…`}
      over={over}
      onCancel={onClose}
    >
      <p>
        {stay.leave !== null && t`On leave since ${timeWords(stay.leave.since, now)}: ${stay.leave.reason}.`}{' '}
        {t`Readings are waited for again from now on, as the plan says.`}
      </p>
    </FormFrame>
  );
}
