import { alertTiers, type PersonalThreshold } from '#libs/contracts';
import { useMay } from '../../../components/frame/person.tsx';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { useForm } from '../../../components/forms/use-form.ts';
import { siteTime } from '../../../time/site-time.ts';
import { decisionWords, thresholdWords } from '../../../components/words/plan-words.ts';
import { tierWords } from '../../../components/words/risk-words.ts';
import { vitalName } from '../../../components/words/vital-words.ts';
import { changeFrame, nothingTyped, planForm, PlanPart, type PlanPartProps, usePlanChange } from './plan-part.tsx';
import {
  limitedCodes,
  ThresholdForm,
  thresholdFaults,
  thresholdPath,
  withoutThreshold,
  withThreshold,
} from './threshold-change.ts';

/** Limits for this one patient: those that alert sooner, and values that are usual for the patient. */
export function ThresholdsSection({ plan, now }: PlanPartProps) {
  const mayAdjust = useMay('adjust-monitoring');
  const mayPrescribe = useMay('prescribe');
  return (
    <PlanPart
      name={planForm(plan, 'threshold')}
      title="Personal limits"
      change={mayAdjust ? 'Add a limit' : undefined}
      form={(close) => <ThresholdFields plan={plan} now={now} onClose={close} />}
    >
      {plan.thresholds.length === 0 ? (
        <p>None: the limits of the pathway and the chart hold.</p>
      ) : (
        <ul className="nhsuk-list">
          {plan.thresholds.map((threshold) => (
            <li key={threshold.id}>
              <Threshold
                plan={plan}
                now={now}
                threshold={threshold}
                mayEnd={mayAdjust && (threshold.effect === 'alert' || mayPrescribe)}
              />
            </li>
          ))}
        </ul>
      )}
      <p className="hw-plan__note">Nothing set here can silence a score that reaches the high tier.</p>
    </PlanPart>
  );
}

function Threshold(props: PlanPartProps & { readonly threshold: PersonalThreshold; readonly mayEnd: boolean }) {
  const { plan, threshold, mayEnd } = props;
  const ending = useFormDisclosure(planForm(plan, `threshold/${threshold.id}`));
  const { decidedBy, decidedAt, reviewAt, reason } = threshold;
  return (
    <>
      <strong>{thresholdWords(threshold)}.</strong> {reason}. Decided by{' '}
      {decisionWords({ by: decidedBy.name, at: decidedAt, reviewAt })}
      {mayEnd && !ending.isOpen && (
        <button type="button" className="hw-link hw-link--beside" {...ending.opener}>
          Take away<span className="nhsuk-u-visually-hidden">: {thresholdWords(threshold)}</span>
        </button>
      )}
      {ending.isOpen && <TakeAwayForm plan={plan} name={ending.form} threshold={threshold} onClose={ending.close} />}
    </>
  );
}

function TakeAwayForm(
  props: Pick<PlanPartProps, 'plan'> & {
    readonly name: string;
    readonly threshold: PersonalThreshold;
    readonly onClose: () => void;
  },
) {
  const { plan, name, threshold, onClose } = props;
  const form = useForm({
    ...usePlanChange(plan, onClose),
    ...nothingTyped,
    name,
    body: (_typed, seen) => withoutThreshold(seen, threshold.id),
  });
  return (
    <FormFrame form={form} title="Take this limit away?" {...changeFrame} submit="Take away" warning onCancel={onClose}>
      <p>{thresholdWords(threshold)}: this holds no longer.</p>
    </FormFrame>
  );
}

const effects = [
  { value: 'alert', words: 'Alert sooner: a value beyond the limit alerts' },
  { value: 'accept', words: 'Accept as usual: up to the limit it raises no alert below high' },
] as const;
const directions = [
  { value: 'above', words: 'Above' },
  { value: 'below', words: 'Below' },
] as const;
const tierChoices = alertTiers.map((value) => ({ value, words: tierWords[value] }));
const codeChoices = limitedCodes.map((value) => {
  const { name, unit } = vitalName(value);
  return { value, words: unit === '' ? name : `${name}, ${unit}` };
});
const fortnightMs = 14 * 24 * 3_600_000;

function ThresholdFields({ plan, now, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const mayPrescribe = useMay('prescribe');
  const index = plan.thresholds.length;
  const path = thresholdPath(index);
  const form = useForm({
    ...usePlanChange(plan, onClose),
    name: planForm(plan, 'threshold'),
    shape: ThresholdForm,
    initial: (): ThresholdForm => ({
      effect: 'alert',
      code: 'pulse-rate',
      direction: 'above',
      limit: '',
      tier: 'medium',
      reason: '',
      reviewOn: siteTime.typedDate(now + fortnightMs),
    }),
    fields: (['effect', 'code', 'direction', 'limit', 'tier', 'reason', 'reviewAt'] as const).map(path),
    check: (typed) => thresholdFaults(typed, index),
    body: (typed, seen) => withThreshold(seen, typed),
  });
  const { values: fields, set } = form;
  return (
    <FormFrame form={form} title="Add a limit for this patient" {...changeFrame} submit="Add limit" onCancel={onClose}>
      <ChoiceField
        form={form}
        path={path('effect')}
        label="What it does"
        {...(mayPrescribe ? {} : { hint: 'Only a prescriber can accept a value as usual.' })}
        value={fields.effect}
        choices={mayPrescribe ? effects : effects.filter(({ value }) => value === 'alert')}
        onChange={(effect) => set({ effect })}
      />
      <div className="hw-form__row">
        <ChoiceField
          form={form}
          path={path('code')}
          label="Of"
          value={fields.code}
          choices={codeChoices}
          onChange={(code) => set({ code })}
        />
        <ChoiceField
          form={form}
          path={path('direction')}
          label="Direction"
          value={fields.direction}
          choices={directions}
          onChange={(direction) => set({ direction })}
        />
        <TextField
          form={form}
          path={path('limit')}
          label="Limit"
          kind="number"
          value={fields.limit}
          onChange={(limit) => set({ limit })}
        />
        {fields.effect === 'alert' && (
          <ChoiceField
            form={form}
            path={path('tier')}
            label="Alerts as"
            value={fields.tier}
            choices={tierChoices}
            onChange={(tier) => set({ tier })}
          />
        )}
      </div>
      <TextField
        form={form}
        path={path('reason')}
        label="Reason"
        value={fields.reason}
        onChange={(reason) => set({ reason })}
      />
      <TextField
        form={form}
        path={path('reviewAt')}
        label="To be reviewed by"
        hint="It lapses at the end of this day, with a task to review it."
        kind="date"
        value={fields.reviewOn}
        onChange={(reviewOn) => set({ reviewOn })}
      />
    </FormFrame>
  );
}
