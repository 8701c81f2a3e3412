import type { CapacityTargets } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { changeTargets } from '../../../../api/capacity-plan.ts';
import { queryKeys } from '../../../../api/query-keys.ts';
import { TextField } from '../../../../components/forms/fields.tsx';
import { FormFrame } from '../../../../components/forms/form-frame.tsx';
import { ListEntry } from '../../../../components/forms/list-entry.tsx';
import { type TypedForm, useForm } from '../../../../components/forms/use-form.ts';
import {
  freshTarget,
  targetFaults,
  targetFields,
  targetsBody,
  type TypedTarget,
  typedTargets,
  TypedTargets,
} from './targets-typed.ts';

export interface TargetsFormProps {
  readonly name: string;
  readonly targets: CapacityTargets;
  readonly onClose: () => void;
}

/** All numbers of all plans: what is on the form is what there is afterwards. */
export function TargetsForm({ name, targets, onClose }: TargetsFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.capacityTargets() });
  const form = useForm({
    name,
    shape: TypedTargets,
    initial: () => typedTargets(targets.items),
    opened: targets,
    fields: targetFields,
    check: targetFaults,
    body: targetsBody,
    send: changeTargets,
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  const { values, set } = form;
  const plans = new Set(values.items.map(({ series }) => series.trim()).filter((series) => series !== '')).size;
  return (
    <FormFrame
      form={form}
      title={t`Change the targets`}
      level={2}
      refusedTitle={t`The targets were not changed`}
      submit={t`Save the targets`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      {values.items.map((target, index) => (
        // A target has nothing of its own to be told apart by but its position.
        <TargetFields key={`target-${String(index)}`} form={form} target={target} index={index} />
      ))}
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        onClick={() => set((before) => ({ items: [...before.items, freshTarget(before)] }))}
      >
        {t`Add a target`}
      </button>
      <p role="status">
        {t`Then there are ${plural(values.items.length, { one: '# target', other: '# targets' })} of ${plural(plans, { one: '# plan', other: '# plans' })}, instead of the ${targets.items.length} of now. Beds are not changed by it: targets are what figures are held against.`}
      </p>
    </FormFrame>
  );
}

interface TargetFieldsProps {
  readonly form: TypedForm<TypedTargets>;
  readonly target: TypedTarget;
  readonly index: number;
}

function TargetFields({ form, target, index }: TargetFieldsProps) {
  return (
    <ListEntry form={form} index={index} title={t`Target ${index + 1}`}>
      {(path, set) => (
        <>
          <TextField
            form={form}
            path={`${path}.series`}
            label={t`Plan`}
            kind="name"
            value={target.series}
            onChange={(series) => set({ series })}
          />
          <TextField
            form={form}
            path={`${path}.date`}
            label={t`From which day`}
            kind="date"
            value={target.date}
            onChange={(date) => set({ date })}
          />
          <TextField
            form={form}
            path={`${path}.beds`}
            label={t`Beds`}
            kind="number"
            value={target.beds}
            onChange={(beds) => set({ beds })}
          />
          <TextField
            form={form}
            path={`${path}.source`}
            label={t`Where the number is from`}
            hint={t`The document and the page.`}
            value={target.source}
            onChange={(source) => set({ source })}
          />
        </>
      )}
    </ListEntry>
  );
}
