import type { Plan, PlanChange } from '#libs/contracts';
import { z } from 'zod';
import { dayFaults, required } from '../../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { exclusionWords } from '../../../components/words/risk-words.ts';
import { dateWords } from '../../../components/words/time-words.ts';
import { siteTime } from '../../../time/site-time.ts';
import { changeFrame, planForm, PlanPart, type PlanPartProps, usePlanChange } from './plan-part.tsx';

/**
 * Whether an early-warning chart is for this person, and by which dates it changes. Age follows from the date of birth; a
 * pregnancy is entered, and its chart holds until four weeks after its end.
 */
export function ChartSection({ plan, now }: PlanPartProps) {
  const mayAdjust = useMay('adjust-monitoring');
  const { exclusion, scoredFrom } = plan;
  return (
    <PlanPart
      name={planForm(plan, 'pregnancy')}
      title="Whom the chart is for"
      change={mayAdjust ? 'Change pregnancy' : undefined}
      form={(close) => <PregnancyForm plan={plan} now={now} onClose={close} />}
    >
      <p>
        {exclusion === null ? (
          'The early-warning chart is for this patient.'
        ) : (
          <strong>
            No early-warning chart is for this patient ({exclusionWords(exclusion)}): thresholds alone alert.
          </strong>
        )}{' '}
        {scoredFrom !== null && `Scored from ${dateWords(scoredFrom)}, the sixteenth birthday.`}
      </p>
      <p>{pregnancyWords(plan)}</p>
    </PlanPart>
  );
}

function pregnancyWords({ pregnancy }: Pick<Plan, 'pregnancy'>): string {
  if (pregnancy === null || pregnancy === undefined) return 'No pregnancy is known of.';
  const { from, dueDate = null, endedAt, countsUntil } = pregnancy;
  if (endedAt === null || countsUntil === null) {
    const due = dueDate === null ? 'The due date is not known.' : `Due on ${dateWords(dueDate)}.`;
    return `Pregnant, as known from ${dateWords(from)} on. ${due}`;
  }
  return `A pregnancy ended on ${dateWords(endedAt)}: the chart for it holds until ${dateWords(countsUntil)}.`;
}

const choices = [
  { value: 'none', words: 'Not pregnant' },
  { value: 'pregnant', words: 'Pregnant' },
  { value: 'ended', words: 'The pregnancy has ended' },
] as const;

const Typed = z.object({
  state: z.enum(['none', 'pregnant', 'ended']),
  dueOn: z.string(),
  endedOn: z.string(),
  reason: z.string(),
});
type Typed = z.infer<typeof Typed>;

function initialOf({ pregnancy }: Plan): Typed {
  const state =
    pregnancy === null || pregnancy === undefined ? 'none' : pregnancy.endedAt === null ? 'pregnant' : 'ended';
  return { state, dueOn: pregnancy?.dueDate ?? '', endedOn: '', reason: '' };
}

function PregnancyForm({ plan, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const form = useForm({
    ...usePlanChange(plan, onClose),
    name: planForm(plan, 'pregnancy'),
    shape: Typed,
    initial: () => initialOf(plan),
    fields: ['pregnancy', 'pregnancy.dueDate', 'pregnancy.endedAt', 'reason'],
    check: ({ state, dueOn, endedOn, reason }) => [
      ...(state === 'pregnant' && dueOn !== '' ? dayFaults('pregnancy.dueDate', dueOn) : []),
      ...(state === 'ended'
        ? [...required('pregnancy.endedAt', endedOn, 'Enter when it ended'), ...dayFaults('pregnancy.endedAt', endedOn)]
        : []),
      ...required('reason', reason, 'Enter why'),
    ],
    body: ({ state, dueOn, endedOn, reason }) => ({
      pregnancy: pregnancyOf(state, { dueOn, endedOn }),
      reason: reason.trim(),
    }),
  });
  const { values, set } = form;
  return (
    <FormFrame form={form} title="Pregnancy" {...changeFrame} submit="Change" onCancel={onClose}>
      <p>
        The obstetric chart holds in pregnancy and for four weeks after its end, where the pathway’s own is not for it.
      </p>
      <ChoiceField
        form={form}
        path="pregnancy"
        label="Pregnancy"
        value={values.state}
        choices={choices}
        onChange={(state) => set({ state })}
      />
      {values.state === 'pregnant' && (
        <TextField
          form={form}
          path="pregnancy.dueDate"
          label="Estimated due date"
          optional
          hint="A chart may have other values from certain weeks on."
          kind="date"
          value={values.dueOn}
          onChange={(dueOn) => set({ dueOn })}
        />
      )}
      {values.state === 'ended' && (
        <TextField
          form={form}
          path="pregnancy.endedAt"
          label="Ended on"
          kind="date"
          value={values.endedOn}
          onChange={(endedOn) => set({ endedOn })}
        />
      )}
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

function pregnancyOf(
  state: Typed['state'],
  { dueOn, endedOn }: Pick<Typed, 'dueOn' | 'endedOn'>,
): NonNullable<PlanChange['pregnancy']> | null {
  if (state === 'none') return null;
  if (state === 'ended') return { endedAt: startOfDay(endedOn) };
  return { endedAt: null, dueDate: dueOn === '' ? null : dueOn };
}

/** Empty where no day was typed, which is a fault by then. */
function startOfDay(date: string): string {
  const typed = siteTime.readMinute(`${date}T00:00`);
  return typed.ok ? typed.at : '';
}
