import { z } from 'zod';
import { useMay } from '../../components/frame/person.tsx';
import { dayFaults, required } from '../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { siteTime } from '../../time/site-time.ts';
import { ceilingWords, decisionWords } from '../../components/words/plan-words.ts';
import {
  changeFrame,
  nothingTyped,
  planForm,
  PlanPart,
  type PlanPartProps,
  prescriberOnly,
  usePlanChange,
} from './plan-part.tsx';

/** How far alerts go: the score is the same and shown, what it sets off is not. */
export function CeilingSection({ plan, now }: PlanPartProps) {
  const mayPrescribe = useMay('prescribe');
  const { ceilingOfCare, escalation } = plan;
  const holds = ceilingWords(escalation);
  return (
    <PlanPart
      name={planForm(plan, 'ceiling')}
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
const Typed = z.object({
  alertAtMost: z.enum(['none', 'low-medium', 'medium', 'high']),
  instruction: z.string(),
  reason: z.string(),
  reviewOn: z.string(),
});

function CeilingForm({ plan, now, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const before = plan.ceilingOfCare;
  const reviewBefore = before?.reviewAt ?? null;
  const change = usePlanChange(plan, onClose);
  const form = useForm({
    ...change,
    name: planForm(plan, 'ceiling'),
    shape: Typed,
    initial: (): z.infer<typeof Typed> => ({
      alertAtMost: before?.alertAtMost ?? 'none',
      instruction: before?.instruction ?? '',
      reason: before?.reason ?? '',
      reviewOn: reviewBefore === null ? '' : siteTime.typedDate(Math.max(now, Date.parse(reviewBefore))),
    }),
    fields: [
      'ceilingOfCare.alertAtMost',
      'ceilingOfCare.instruction',
      'ceilingOfCare.reason',
      'ceilingOfCare.reviewAt',
    ],
    check: ({ reason, reviewOn }) => [
      ...required('ceilingOfCare.reason', reason, 'Enter why, and with whom it was agreed'),
      ...dayFaults('ceilingOfCare.reviewAt', reviewOn),
    ],
    body: ({ alertAtMost, instruction, reason, reviewOn }) => ({
      ceilingOfCare: {
        alertAtMost,
        reason: reason.trim(),
        ...(instruction.trim() === '' ? {} : { instruction: instruction.trim() }),
        ...(reviewOn.trim() === '' ? {} : { reviewAt: siteTime.endOfDay(reviewOn) }),
      },
    }),
  });
  const lifting = useForm({
    ...change,
    ...nothingTyped,
    name: planForm(plan, 'lift-ceiling'),
    body: () => ({ ceilingOfCare: null }),
  });
  const { values, set } = form;
  return (
    <>
      <FormFrame form={form} title="Ceiling of care" {...changeFrame} submit="Set the ceiling" onCancel={onClose}>
        <ChoiceField
          form={form}
          path="ceilingOfCare.alertAtMost"
          label="Alerts"
          value={values.alertAtMost}
          choices={limits}
          onChange={(alertAtMost) => set({ alertAtMost })}
        />
        <TextField
          form={form}
          path="ceilingOfCare.instruction"
          label="Instruction for answering an alert"
          optional
          value={values.instruction}
          onChange={(instruction) => set({ instruction })}
        />
        <TextField
          form={form}
          path="ceilingOfCare.reason"
          label="Reason"
          value={values.reason}
          onChange={(reason) => set({ reason })}
        />
        <TextField
          form={form}
          path="ceilingOfCare.reviewAt"
          label="To be reviewed by"
          optional
          hint="It lapses at the end of this day. Without one it holds until it is lifted."
          kind="date"
          value={values.reviewOn}
          onChange={(reviewOn) => set({ reviewOn })}
        />
      </FormFrame>
      {before !== null && (
        <FormFrame
          form={lifting}
          title="Or lift it"
          {...changeFrame}
          submit="Lift the ceiling of care"
          warning
          onCancel={onClose}
        >
          <p>Alerts are raised as the pathway says from now on.</p>
        </FormFrame>
      )}
    </>
  );
}
