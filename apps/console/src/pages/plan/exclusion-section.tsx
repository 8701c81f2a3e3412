import { z } from 'zod';
import { useMay } from '../../components/frame/person.tsx';
import { required } from '../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { exclusionWords } from '../../components/words/risk-words.ts';
import { dateWords } from '../../components/words/time-words.ts';
import { changeFrame, planForm, PlanPart, type PlanPartProps, prescriberOnly, usePlanChange } from './plan-part.tsx';

/** Whether NEWS2 is for this person, and why not. Being under 16 follows from the date of birth and cannot be chosen. */
export function ExclusionSection({ plan, now }: PlanPartProps) {
  const mayPrescribe = useMay('prescribe');
  const { exclusion, scoredFrom } = plan;
  const byAge = exclusion === 'under-16';
  return (
    <PlanPart
      name={planForm(plan, 'exclusion')}
      title="Whether NEWS2 applies"
      change={mayPrescribe && !byAge ? 'Change whether NEWS2 applies' : undefined}
      {...(byAge ? {} : { whoMay: prescriberOnly })}
      form={(close) => <ExclusionForm plan={plan} now={now} onClose={close} />}
    >
      <p>
        {exclusion === null ? 'NEWS2 applies.' : <strong>NEWS2 does not apply: {exclusionWords(exclusion)}.</strong>}{' '}
        {exclusion === 'pregnant' &&
          'It is not validated in pregnancy: an obstetric chart is used where the pathway has one.'}
        {scoredFrom !== null && `Scored from ${dateWords(scoredFrom)}, the sixteenth birthday.`}
      </p>
    </PlanPart>
  );
}

const choices = [
  { value: 'none', words: 'NEWS2 applies' },
  { value: 'pregnant', words: 'Pregnant: NEWS2 does not apply' },
] as const;

const Typed = z.object({ chosen: z.enum(['none', 'pregnant']), reason: z.string() });

function ExclusionForm({ plan, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const form = useForm({
    ...usePlanChange(plan, onClose),
    name: planForm(plan, 'exclusion'),
    shape: Typed,
    initial: (): z.infer<typeof Typed> => ({
      chosen: plan.exclusion === 'pregnant' ? 'pregnant' : 'none',
      reason: '',
    }),
    fields: ['exclusion', 'reason'],
    check: ({ reason }) => required('reason', reason, 'Enter why'),
    body: ({ chosen, reason }) => ({ exclusion: chosen === 'none' ? null : chosen, reason: reason.trim() }),
  });
  const { values, set } = form;
  return (
    <FormFrame form={form} title="Whether NEWS2 applies" {...changeFrame} submit="Change" onCancel={onClose}>
      <ChoiceField
        form={form}
        path="exclusion"
        label="NEWS2"
        value={values.chosen}
        choices={choices}
        onChange={(chosen) => set({ chosen })}
      />
      <TextField
        form={form}
        path="reason"
        label="Reason"
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
    </FormFrame>
  );
}
