import type { Plan } from '#libs/contracts';
import { z } from 'zod';
import { useMay } from '../../../components/frame/person.tsx';
import { ChoiceField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { targetWords } from '../../../components/words/plan-words.ts';
import {
  changeFrame,
  nothingTyped,
  planForm,
  PlanPart,
  type PlanPartProps,
  prescriberOnly,
  usePlanChange,
} from './plan-part.tsx';
import {
  prescriptionBody,
  prescriptionFaults,
  PrescriptionFields,
  prescriptionPaths,
  typedPrescription,
} from './prescription-fields.tsx';

/** The range in which the saturation is to be kept, where one is prescribed: it lapses at its review date. */
export function TargetSection({ plan, now }: PlanPartProps) {
  const mayPrescribe = useMay('prescribe');
  const { targetSaturation = null } = plan;
  return (
    <PlanPart
      name={planForm(plan, 'target-saturation')}
      title="Target saturation"
      change={
        mayPrescribe ? (targetSaturation === null ? 'Prescribe a target' : 'Change or end the target') : undefined
      }
      whoMay={prescriberOnly}
      form={(close) => <TargetForm plan={plan} now={now} onClose={close} />}
    >
      <p>
        {targetSaturation === null
          ? 'None is prescribed: the limits of the pathway and the chart hold.'
          : targetWords(targetSaturation)}
      </p>
    </PlanPart>
  );
}

const ranges = {
  '88-92': { from: 88, to: 92 },
  '92-96': { from: 92, to: 96 },
  '94-98': { from: 94, to: 98 },
} as const;

const choices = [
  { value: '88-92', words: '88–92% (the target of scale 2)' },
  { value: '92-96', words: '92–96%' },
  { value: '94-98', words: '94–98%' },
] as const;

const Typed = z.object({ range: z.enum(['88-92', '92-96', '94-98']), reason: z.string(), reviewOn: z.string() });

const part = 'targetSaturation';

function TargetForm({ plan, now, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const change = usePlanChange(plan, onClose);
  const form = useForm({
    ...change,
    name: planForm(plan, 'target-saturation'),
    shape: Typed,
    initial: () => ({ range: rangeOf(plan), ...typedPrescription(plan.targetSaturation?.reason, now) }),
    fields: [part, ...prescriptionPaths(part)],
    check: (typed) => prescriptionFaults(part, typed, 'Enter why this target is prescribed'),
    body: (typed) => ({ targetSaturation: { ...ranges[typed.range], ...prescriptionBody(typed) } }),
  });
  const ending = useForm({
    ...change,
    ...nothingTyped,
    name: planForm(plan, 'end-target-saturation'),
    body: () => ({ targetSaturation: null }),
  });
  return (
    <>
      <FormFrame
        form={form}
        title="Prescribe a target saturation"
        {...changeFrame}
        submit="Prescribe the target"
        onCancel={onClose}
      >
        <p>An oxygen saturation below the target alerts as high.</p>
        <ChoiceField
          form={form}
          path={part}
          label="Target"
          value={form.values.range}
          choices={choices}
          onChange={(range) => form.set({ range })}
        />
        <PrescriptionFields
          form={form}
          part={part}
          values={form.values}
          hint="It lapses at the end of this day: the limits of the pathway hold again, and there is a task to review it."
          onChange={form.set}
        />
      </FormFrame>
      {(plan.targetSaturation ?? null) !== null && (
        <FormFrame
          form={ending}
          title="Or end the target now"
          {...changeFrame}
          submit="End the target"
          warning
          onCancel={onClose}
        >
          <p>The limits of the pathway hold from now on.</p>
        </FormFrame>
      )}
    </>
  );
}

/** The range of the plan where it is one of the choices; that of scale 2 for a patient on it. */
function rangeOf({ targetSaturation, oxygenScale }: Plan): z.infer<typeof Typed>['range'] {
  const before = choices.find(({ value }) => ranges[value].from === targetSaturation?.from);
  return before?.value ?? (oxygenScale === null ? '94-98' : '88-92');
}
