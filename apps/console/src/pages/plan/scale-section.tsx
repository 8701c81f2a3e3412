import { z } from 'zod';
import { useMay } from '../../components/frame/person.tsx';
import { dayFaults, required } from '../../components/forms/faults.ts';
import { TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { lapsedScaleWords, prescriptionWords } from '../../components/words/plan-words.ts';
import { siteTime } from '../../time/site-time.ts';
import {
  changeFrame,
  nothingTyped,
  planForm,
  PlanPart,
  type PlanPartProps,
  prescriberOnly,
  usePlanChange,
} from './plan-part.tsx';

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

const monthMs = 28 * 24 * 3_600_000;

const Typed = z.object({ reason: z.string(), reviewOn: z.string() });

function ScaleForm({ plan, now, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const before = plan.oxygenScale ?? plan.lapsedOxygenScale;
  const change = usePlanChange(plan, onClose);
  const form = useForm({
    ...change,
    name: planForm(plan, 'oxygen-scale'),
    shape: Typed,
    initial: () => ({ reason: before?.reason ?? '', reviewOn: siteTime.typedDate(now + monthMs) }),
    fields: ['oxygenScale.reason', 'oxygenScale.reviewAt'],
    check: ({ reason, reviewOn }) => [
      ...required('oxygenScale.reason', reason, 'Enter why scale 2 is prescribed'),
      ...required('oxygenScale.reviewAt', reviewOn, 'Enter the day by which it is to be reviewed'),
      ...dayFaults('oxygenScale.reviewAt', reviewOn),
    ],
    body: ({ reason, reviewOn }) => ({
      oxygenScale: { scale: 2 as const, reason: reason.trim(), reviewAt: siteTime.endOfDay(reviewOn) },
    }),
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
        <TextField
          form={form}
          path="oxygenScale.reason"
          label="Reason"
          value={form.values.reason}
          onChange={(reason) => form.set({ reason })}
        />
        <TextField
          form={form}
          path="oxygenScale.reviewAt"
          label="To be reviewed by"
          hint="It lapses at the end of this day: scale 1 is in force again, and there is a task to review it."
          kind="date"
          value={form.values.reviewOn}
          onChange={(reviewOn) => form.set({ reviewOn })}
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
