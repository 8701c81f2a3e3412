import { useState } from 'react';
import { useMay } from '../../components/frame/person.tsx';
import { required } from '../../components/forms/faults.ts';
import { ChoiceField, FormFrame, TextField } from '../../components/forms/form.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { siteTime } from '../../time/site-time.ts';
import { ceilingWords, decisionWords } from '../../components/words/plan-words.ts';
import { changeFrame, PlanPart, type PlanPartProps, prescriberOnly, usePlanChange } from './plan-part.tsx';

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
            by: ceilingOfCare.decidedBy.name,
            at: ceilingOfCare.decidedAt,
            reviewAt: ceilingOfCare.reviewAt,
          })}
        </p>
      )}
    </PlanPart>
  );
}

const limits = [
  { value: 'none', words: 'No alerts; show the score' },
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
    reviewBefore === null ? '' : siteTime.typedDate(Math.max(now, Date.parse(reviewBefore))),
  );
  const change = usePlanChange(plan, onClose);
  const reviewAt = siteTime.endOfDay(reviewOn);
  const form = useForm({
    ...change,
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
        ...(reviewAt === '' ? {} : { reviewAt }),
      },
    }),
  });
  const lifting = useForm({ ...change, body: () => ({ ceilingOfCare: null }) });
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
          label="Instruction for answering an alert"
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
