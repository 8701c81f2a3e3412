import { useMay } from '../../components/frame/person.tsx';
import { ChoiceField, TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { type Form, useForm } from '../../components/forms/use-form.ts';
import { usePathwayFile } from '../../components/rule-sets/use-rule-sets.ts';
import { everyWords } from '../../components/words/plan-words.ts';
import { vitalName } from '../../components/words/vital-words.ts';
import {
  duePath,
  measuredCodes,
  measuringChange,
  measuringFaults,
  type MeasuringForm,
  measuringFormOf,
  type MeasuringRow,
  TypedMeasuring,
  typedOver,
  validPath,
  withMonitoring,
} from './measuring-change.ts';
import { changeFrame, planForm, PlanPart, type PlanPartProps, usePlanChange } from './plan-part.tsx';

const monitoringWords = {
  intermittent: 'Intermittent: measured now and then',
  continuous: 'Continuous: a wearable measures all the time',
} as const;

/** What is measured, how often it is due, and for how long a value may be used. */
export function MeasuringSection({ plan, now }: PlanPartProps) {
  const mayAdjust = useMay('adjust-monitoring');
  return (
    <PlanPart
      name={planForm(plan, 'measuring')}
      title="What is measured"
      change={mayAdjust ? 'Change how often and for how long' : undefined}
      form={(close) => <MeasuringFields plan={plan} now={now} onClose={close} />}
    >
      <p>
        {monitoringWords[plan.monitoring]}. A reading that comes late still corrects past scores for{' '}
        {plan.latenessHours} h.
      </p>
      <table className="hw-table hw-measures">
        <caption className="nhsuk-u-visually-hidden">What is measured</caption>
        <thead>
          <tr>
            <th scope="col">Observation</th>
            <th scope="col">Due every</th>
            <th scope="col">A value counts for</th>
          </tr>
        </thead>
        <tbody>
          {measuredCodes(plan).map((code) => {
            const due = plan.dueEveryMinutes[code] ?? null;
            const valid = plan.validityMinutes[code];
            return (
              <tr key={code}>
                <th scope="row">{vitalName(code).name}</th>
                <td>{due === null ? 'Not waited for' : everyWords(due)}</td>
                <td>{valid === undefined ? '–' : everyWords(valid)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="hw-plan__note">A higher score asks for readings more often, as the chart says.</p>
    </PlanPart>
  );
}

const monitoringChoices = [
  { value: 'intermittent', words: monitoringWords.intermittent },
  { value: 'continuous', words: monitoringWords.continuous },
] as const;

function MeasuringFields({ plan, onClose }: PlanPartProps & { readonly onClose: () => void }) {
  const pathway = usePathwayFile(`${plan.ruleSet.id}@${String(plan.ruleSet.version)}`);
  const change = usePlanChange(plan, onClose);
  const form = useForm({
    ...change,
    name: planForm(plan, 'measuring'),
    shape: TypedMeasuring,
    initial: (): TypedMeasuring => {
      const shown = measuringFormOf(plan);
      return { opened: shown, typed: shown };
    },
    fields: ({ typed }) => [
      'monitoring',
      'latenessHours',
      'reason',
      ...typed.rows.flatMap(({ code }) => [duePath(code), validPath(code)]),
    ],
    check: ({ typed }) => measuringFaults(typed),
    body: ({ typed }) => measuringChange(typed, pathway),
    onChanged: (current) => {
      change.onChanged?.(current);
      const shown = measuringFormOf(current);
      form.set((before) => ({ opened: shown, typed: typedOver(shown, before) }));
    },
  });
  const fields = form.values.typed;
  const setFields = (after: (before: MeasuringForm) => MeasuringForm): void =>
    form.set(({ opened, typed }) => ({ opened, typed: after(typed) }));
  const setRow = (changed: MeasuringRow): void =>
    setFields((before) => ({ ...before, rows: before.rows.map((row) => (row.code === changed.code ? changed : row)) }));
  return (
    <FormFrame form={form} title="How often and for how long" {...changeFrame} submit="Change" onCancel={onClose}>
      <ChoiceField
        form={form}
        path="monitoring"
        label="Monitoring"
        value={fields.monitoring}
        choices={monitoringChoices}
        onChange={(monitoring) => setFields((before) => withMonitoring(before, monitoring, pathway))}
      />
      <p className="nhsuk-hint">
        Times such as 4 h, 30 min or 1 day. Leave “due every” blank for what is not waited for.
      </p>
      {fields.rows.map((row) => (
        <Row key={row.code} form={form} row={row} onChange={setRow} />
      ))}
      <TextField
        form={form}
        path="latenessHours"
        label="Late readings correct past scores for, hours"
        kind="number"
        value={fields.latenessHours}
        onChange={(latenessHours) => setFields((before) => ({ ...before, latenessHours }))}
      />
      <TextField
        form={form}
        path="reason"
        label="Reason"
        value={fields.reason}
        onChange={(reason) => setFields((before) => ({ ...before, reason }))}
      />
    </FormFrame>
  );
}

function Row(props: {
  readonly form: Form;
  readonly row: MeasuringRow;
  readonly onChange: (row: MeasuringRow) => void;
}) {
  const { form, row, onChange } = props;
  const { name } = vitalName(row.code);
  return (
    <fieldset className="hw-form__set">
      <legend>{name}</legend>
      <div className="hw-form__row">
        <TextField
          form={form}
          path={duePath(row.code)}
          label="Due every"
          kind="span"
          value={row.due}
          onChange={(due) => onChange({ ...row, due })}
        />
        <TextField
          form={form}
          path={validPath(row.code)}
          label="Counts for"
          kind="span"
          value={row.valid}
          onChange={(valid) => onChange({ ...row, valid })}
        />
      </div>
    </fieldset>
  );
}
