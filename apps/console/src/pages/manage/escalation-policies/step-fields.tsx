import { t } from '@lingui/core/macro';
import { ChosenList, EntryButtons, moved } from '../../../components/forms/chosen-list.tsx';
import { TextField } from '../../../components/forms/fields.tsx';
import type { TypedForm } from '../../../components/forms/use-form.ts';
import type { Choice } from '../../../components/people/use-names.ts';
import type { TypedPolicy, TypedStep } from './policy-typed.ts';

export interface StepFieldsProps {
  readonly form: TypedForm<TypedPolicy>;
  readonly index: number;
  readonly targets: readonly Choice[];
}

/** One step of a policy: whom it notifies, how long it waits, and how often it is repeated. */
export function StepFields({ form, index, targets }: StepFieldsProps) {
  const { steps } = form.values;
  const step = steps[index];
  if (step === undefined) return null;
  const path = `steps.${String(index)}`;
  const title = t`Step ${String(index + 1)}`;
  const set = (change: Partial<TypedStep>): void =>
    form.set((before) => ({
      ...before,
      steps: before.steps.map((one, at) => (at === index ? { ...one, ...change } : one)),
    }));
  return (
    <fieldset className="nhsuk-fieldset hw-part">
      <legend className="nhsuk-fieldset__legend">{title}</legend>
      {steps.length > 1 && (
        <EntryButtons
          what={title}
          index={index}
          length={steps.length}
          onMove={(by) => form.set({ steps: [...moved(steps, index, by)] })}
          onRemove={() => form.set({ steps: steps.filter((_step, at) => at !== index) })}
        />
      )}
      <ChosenList
        form={form}
        path={`${path}.notify`}
        label={t`Notifies`}
        add={t`Add a person, a rota, a team or a role`}
        chosen={step.notify}
        choices={targets}
        onChange={(notify) => set({ notify: [...notify] })}
      />
      <TextField
        form={form}
        path={`${path}.waitMinutes`}
        label={t`Minutes to wait for an answer`}
        kind="number"
        value={step.waitMinutes}
        onChange={(waitMinutes) => set({ waitMinutes })}
      />
      <TextField
        form={form}
        path={`${path}.repeat`}
        label={t`How many times more the same are notified`}
        kind="number"
        value={step.repeat}
        onChange={(repeat) => set({ repeat })}
      />
    </fieldset>
  );
}
