import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { required } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { type StepFormProps, useStepForm } from './use-step-form.ts';

const Typed = z.object({ reason: z.string() });
const initial = { reason: '' };

/** Gives a referral that waits a bed that has become free. */
export function ReserveForm(props: StepFormProps) {
  const { referral, onClose } = props;
  const { form, over } = useStepForm({
    ...props,
    step: 'reserve',
    shape: Typed,
    initial,
    fields: ['reason'],
    body: ({ reason }) => (reason.trim() === '' ? {} : { reason: reason.trim() }),
  });
  const { waitingPosition } = referral;
  const isNext = waitingPosition === null || waitingPosition === 1;
  return (
    <FormFrame
      form={form}
      title={t`Reserve a bed`}
      level={2}
      refusedTitle={t`No bed was reserved`}
      submit={t`Reserve`}
      submitting={t`Reserving…`}
      over={over}
      first="reason"
      onCancel={onClose}
    >
      <p>
        {t`A free bed of the ward is kept for the patient. The reservation lapses by itself, and the patient then waits again where they were.`}
      </p>
      <TextField
        form={form}
        path="reason"
        label={t`Why before the others`}
        hint={
          isNext
            ? t`It is next on the waiting list, and needs no reason.`
            : t`It is number ${waitingPosition} on the waiting list. A reason is needed where there are not beds enough for those before it.`
        }
        optional
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}

/** The steps that need nothing but a reason. */
export type ReasonStep = 'release' | 'decline' | 'withdraw';

export function ReasonForm({ step, ...props }: StepFormProps & { readonly step: ReasonStep }) {
  const words = wordsOf(step);
  const { form, over } = useStepForm({
    ...props,
    step,
    shape: Typed,
    initial,
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, t`Enter the reason`),
    body: ({ reason }) => ({ reason: reason.trim() }),
  });
  return (
    <FormFrame
      form={form}
      title={words.title}
      level={2}
      refusedTitle={words.refused}
      submit={words.submit}
      submitting={t`Sending…`}
      over={over}
      warning={step !== 'release'}
      first="reason"
      onCancel={props.onClose}
    >
      <p>{words.happens}</p>
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

interface StepWords {
  readonly title: string;
  readonly refused: string;
  readonly submit: string;
  /** What becomes of the referral. */
  readonly happens: string;
}

function wordsOf(step: ReasonStep): StepWords {
  switch (step) {
    case 'release':
      return {
        title: t`Give the reserved bed back`,
        refused: t`The bed was not given back`,
        submit: t`Give it back`,
        happens: t`The bed is free again, and the patient waits where they were on the waiting list.`,
      };
    case 'decline':
      return {
        title: t`Decline the referral`,
        refused: t`The referral was not declined`,
        submit: t`Decline`,
        happens: t`The referral ends here. Who referred finds the reason on it; the patient can be referred again.`,
      };
    case 'withdraw':
      return {
        title: t`Withdraw the referral`,
        refused: t`The referral was not withdrawn`,
        submit: t`Withdraw`,
        happens: t`The referral ends here. Its position on the waiting list, or its reserved bed, goes to others.`,
      };
  }
}
