import { useState } from 'react';
import { useMay } from '../../components/frame/person.tsx';
import { required } from '../../components/forms/faults.ts';
import { ChoiceField, FormFrame, TextField } from '../../components/forms/form.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { endOfDay, localDate } from '../../components/words/local-time.ts';
import { ceilingWords, decisionWords } from '../../components/words/plan-words.ts';
import { changeFrame, PlanPart, type PlanPartProps, prescriberOnly, useChangePlan } from './plan-part.tsx';

/** How far alerts go: the score is the same and shown, what it sets off is not. */
export function CeilingSection({ plan, now }: PlanPartProps) {
  const mayPrescribe = useMay('prescribe');
  const { ceilingOfCare, escalation } = plan;
  const holds = ceilingWords(escalation);
  return (
    <PlanPart
      title="Ceiling of care"
      change={mayPrescribe ? (ceilingOfCare === null ? 'Set a ceiling of care' : 'Change or lift it') : undefined}
      whoMay={prescriberOnly}
      form={(close) => <CeilingForm plan={plan} now={now} onClose={close} />}
    >
      <p>
        {holds === null ? 'None: alerts are raised at every tier.' : <strong>{holds.sentence}</strong>}{' '}
        {ceilingOfCare === null && holds !== null && 'So the pathway says.'}
      </p>
      {ceilingOfCare !== null && (
        <p>
          {ceilingOfCare.reason}. Decided by{' '}
          {decisionWords({
            by: ceilingOfCare.decidedBy,
            at: ceilingOfCare.decidedAt,
            reviewAt: ceilingOfCare.reviewAt,
          })}
        </p>
      )}
    </PlanPart>
  );
}

const limits = [
  { value: 'none', words: 'Alert nobody; show the score' },
  { value: 'low-medium', words: 'Alert as low–medium at most' },
  { value: 'medium', words: 'Alert as medium at most' },
  { value: 'high', words: 'Alert at every tier, with an instruction' },
] as const;
type Limit = (typeof limits)[number]['value'];

function CeilingForm({ plan, now, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const before = plan.ceilingOfCare;
  const [alertAtMost, setAlertAtMost] = useState<Limit>(before?.alertAtMost ?? 'none');
  const [instruction, setInstruction] = useState(before?.instruction ?? '');
  const [reason, setReason] = useState(before?.reason ?? '');
  const reviewBefore = before?.reviewAt ?? null;
  const [reviewOn, setReviewOn] = useState(() =>
    reviewBefore === null ? '' : localDate(Math.max(now, Date.parse(reviewBefore))),
  );
  const change = useChangePlan(plan);
  const form = useForm({
    fields: [
      'ceilingOfCare.alertAtMost',
      'ceilingOfCare.instruction',
      'ceilingOfCare.reason',
      'ceilingOfCare.reviewAt',
    ],
    check: () => required('ceilingOfCare.reason', reason, 'Enter why, and with whom it was agreed'),
    body: () => ({
      ceilingOfCare: {
        alertAtMost,
        reason: reason.trim(),
        ...(instruction.trim() === '' ? {} : { instruction: instruction.trim() }),
        ...(endOfDay(reviewOn) === '' ? {} : { reviewAt: endOfDay(reviewOn) }),
      },
    }),
    send: change,
    onDone: onClose,
  });
  const lifting = useForm({
    fields: [],
    check: () => [],
    body: () => ({ ceilingOfCare: null }),
    send: change,
    onDone: onClose,
  });
  return (
    <>
      <FormFrame form={form} title="Ceiling of care" {...changeFrame} submit="Set the ceiling" onCancel={onClose}>
        <ChoiceField
          form={form}
          path="ceilingOfCare.alertAtMost"
          label="Alerts"
          value={alertAtMost}
          choices={limits}
          onChange={setAlertAtMost}
        />
        <TextField
          form={form}
          path="ceilingOfCare.instruction"
          label="Instruction for whoever answers an alert"
          optional
          value={instruction}
          onChange={setInstruction}
        />
        <TextField form={form} path="ceilingOfCare.reason" label="Reason" value={reason} onChange={setReason} />
        <TextField
          form={form}
          path="ceilingOfCare.reviewAt"
          label="To be reviewed by"
          optional
          hint="It lapses at the end of this day. Without one it holds until it is lifted."
          kind="date"
          value={reviewOn}
          onChange={setReviewOn}
        />
      </FormFrame>
      {before !== null && (
        <FormFrame
          form={lifting}
          title="Or lift it"
          {...changeFrame}
          submit="Lift the ceiling of care"
          warning
          besides
          onCancel={onClose}
        >
          <p>Alerts are raised as the pathway says from now on.</p>
        </FormFrame>
      )}
    </>
  );
}
