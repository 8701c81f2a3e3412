import { useState } from 'react';
import { useMay } from '../../components/frame/person.tsx';
import { required } from '../../components/forms/faults.ts';
import { FormFrame, TextField } from '../../components/forms/form.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { lapsedScaleWords, prescriptionWords } from '../../components/words/plan-words.ts';
import { siteTime } from '../../time/site-time.ts';
import { changeFrame, PlanPart, type PlanPartProps, prescriberOnly, usePlanChange } from './plan-part.tsx';

/** The scale of oxygen saturation: 1, unless a prescriber has prescribed 2, which lapses at its review date. */
export function ScaleSection({ plan, now }: PlanPartProps) {
  const mayPrescribe = useMay('prescribe');
  const { oxygenScale, lapsedOxygenScale } = plan;
  return (
    <PlanPart
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

function ScaleForm({ plan, now, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const before = plan.oxygenScale ?? plan.lapsedOxygenScale;
  const [reason, setReason] = useState(before?.reason ?? '');
  const [reviewOn, setReviewOn] = useState(() => siteTime.typedDate(now + monthMs));
  const change = usePlanChange(plan, onClose);
  const reviewAt = siteTime.endOfDay(reviewOn);
  const form = useForm({
    ...change,
    fields: ['oxygenScale.reason', 'oxygenScale.reviewAt'],
    check: () => [
      ...required('oxygenScale.reason', reason, 'Enter why scale 2 is prescribed'),
      ...required('oxygenScale.reviewAt', reviewAt, 'Enter the day by which it is to be reviewed'),
    ],
    body: () => ({ oxygenScale: { scale: 2 as const, reason: reason.trim(), reviewAt } }),
  });
  const ending = useForm({ ...change, body: () => ({ oxygenScale: null }) });
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
        <TextField form={form} path="oxygenScale.reason" label="Reason" value={reason} onChange={setReason} />
        <TextField
          form={form}
          path="oxygenScale.reviewAt"
          label="To be reviewed by"
          hint="It lapses at the end of this day: scale 1 is in force again, and there is a task to review it."
          kind="date"
          value={reviewOn}
          onChange={setReviewOn}
        />
      </FormFrame>
      {before !== null && (
        <FormFrame
          form={ending}
          title={plan.oxygenScale === null ? 'Or leave it at scale 1' : 'Or end scale 2 now'}
          {...changeFrame}
          submit="End the prescription"
          warning
          besides
          onCancel={onClose}
        >
          <p>Oxygen saturation is scored on scale 1 from now on.</p>
        </FormFrame>
      )}
    </>
  );
}
