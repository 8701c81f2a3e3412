import { z } from 'zod';
import { useMay } from '../../../components/frame/person.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { lapsedScaleWords, prescriptionWords } from '../../../components/words/plan-words.ts';
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

/** The scale of oxygen saturation: 1, unless a prescriber has prescribed 2, which lapses at its review date. */
export function ScaleSection({ plan, now }: PlanPartProps) {
  const mayPrescribe = useMay('prescribe');
  const { oxygenScale, lapsedOxygenScale } = plan;
  return (
    <PlanPart
      name={planForm(plan, 'oxygen-scale')}
      title="Oxygen saturation scale"
      change={mayPrescribe ? (oxygenScale === null ? 'Prescribe scale 2' : 'Renew or end scale 2') : undefined}
      whoMay={prescriberOnly}
      form={(close) => <ScaleForm plan={plan} now={now} onClose={close} />}
    >
      <p>{oxygenScale === null ? 'Scale 1.' : prescriptionWords(oxygenScale)}</p>
      {lapsedOxygenScale !== null && (
        <p className="hw-lapsed">
          <strong>{lapsedScaleWords(lapsedOxygenScale, now)}</strong> Reason then: {lapsedOxygenScale.reason}.
        </p>
      )}
    </PlanPart>
  );
}

const part = 'oxygenScale';

const Typed = z.object({ reason: z.string(), reviewOn: z.string() });

function ScaleForm({ plan, now, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const before = plan.oxygenScale ?? plan.lapsedOxygenScale;
  const change = usePlanChange(plan, onClose);
  const form = useForm({
    ...change,
    name: planForm(plan, 'oxygen-scale'),
    shape: Typed,
    initial: () => typedPrescription(before?.reason, now),
    fields: prescriptionPaths(part),
    check: (typed) => prescriptionFaults(part, typed, 'Enter why scale 2 is prescribed'),
    body: (typed) => ({ oxygenScale: { scale: 2 as const, ...prescriptionBody(typed) } }),
  });
  const ending = useForm({
    ...change,
    ...nothingTyped,
    name: planForm(plan, 'end-oxygen-scale'),
    body: () => ({ oxygenScale: null }),
  });
  return (
    <>
      <FormFrame
        form={form}
        title="Prescribe scale 2"
        {...changeFrame}
        submit={plan.oxygenScale === null ? 'Prescribe scale 2' : 'Renew scale 2'}
        onCancel={onClose}
      >
        <p>For hypercapnic respiratory failure that has been confirmed: the target is 88–92%.</p>
        <PrescriptionFields
          form={form}
          part={part}
          values={form.values}
          hint="It lapses at the end of this day: scale 1 is in force again, and there is a task to review it."
          onChange={form.set}
        />
      </FormFrame>
      {before !== null && (
        <FormFrame
          form={ending}
          title={plan.oxygenScale === null ? 'Or leave it at scale 1' : 'Or end scale 2 now'}
          {...changeFrame}
          submit="End the prescription"
          warning
          onCancel={onClose}
        >
          <p>Oxygen saturation is scored on scale 1 from now on.</p>
        </FormFrame>
      )}
    </>
  );
}
