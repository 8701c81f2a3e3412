import { weekdays } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { ChosenList, EntryButtons, moved } from '../../../components/forms/chosen-list.tsx';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import type { TypedForm } from '../../../components/forms/use-form.ts';
import { usePeopleChoices } from '../../../components/people/use-names.ts';
import { RestrictionFields } from './restriction-fields.tsx';
import { freshRestriction, type TypedLayer, type TypedRota } from './rota-typed.ts';

export interface LayerFieldsProps {
  readonly form: TypedForm<TypedRota>;
  readonly layer: TypedLayer;
  readonly index: number;
}

/** One layer of a rota: who takes turns, from when, how long each, and when one shift ends and the next begins. */
export function LayerFields({ form, layer, index }: LayerFieldsProps) {
  const people = usePeopleChoices();
  const path = `layers.${String(index)}`;
  const { layers } = form.values;
  const set = (change: Partial<TypedLayer>): void =>
    form.set((before) => ({
      ...before,
      layers: before.layers.map((one, at) => (at === index ? { ...one, ...change } : one)),
    }));
  const title = layer.name === '' ? t`Layer ${String(index + 1)}` : t`Layer ${String(index + 1)}: ${layer.name}`;
  return (
    <fieldset className="nhsuk-fieldset hw-part">
      <legend className="nhsuk-fieldset__legend">{title}</legend>
      {layers.length > 1 && (
        <EntryButtons
          what={title}
          index={index}
          length={layers.length}
          onMove={(by) => form.set({ layers: [...moved(layers, index, by)] })}
          onRemove={() => form.set({ layers: layers.filter((_layer, at) => at !== index) })}
        />
      )}
      <TextField
        form={form}
        path={`${path}.name`}
        label={t`Name of the layer`}
        kind="name"
        value={layer.name}
        onChange={(name) => set({ name })}
      />
      <TurnFields form={form} path={path} layer={layer} set={set} />
      <ChosenList
        form={form}
        path={`${path}.personIds`}
        label={t`People, in the order of their turns`}
        add={t`Add a person`}
        ordered
        chosen={layer.personIds}
        choices={people}
        onChange={(personIds) => set({ personIds: [...personIds] })}
      />
      {layer.restrictTo.map((restriction, at) => (
        <RestrictionFields
          key={`restriction-${String(at)}`}
          form={form}
          path={`${path}.restrictTo.${String(at)}`}
          restriction={restriction}
          onChange={(changed) => set({ restrictTo: layer.restrictTo.map((one, i) => (i === at ? changed : one)) })}
          onRemove={() => set({ restrictTo: layer.restrictTo.filter((_one, i) => i !== at) })}
        />
      ))}
      <button
        type="button"
        className="hw-link"
        onClick={() => set({ restrictTo: [...layer.restrictTo, { ...freshRestriction, days: [...weekdays] }] })}
      >
        {t`Restrict the layer to some hours`}
      </button>
    </fieldset>
  );
}

interface TurnFieldsProps {
  readonly form: TypedForm<TypedRota>;
  readonly path: string;
  readonly layer: TypedLayer;
  readonly set: (change: Partial<TypedLayer>) => void;
}

function TurnFields({ form, path, layer, set }: TurnFieldsProps) {
  return (
    <>
      <TextField
        form={form}
        path={`${path}.start`}
        label={t`The first shift begins`}
        hint={t`By the clocks of the rota's time zone.`}
        kind="time"
        value={layer.start}
        onChange={(start) => set({ start })}
      />
      <TextField
        form={form}
        path={`${path}.handoverTimes`}
        label={t`Handover times`}
        hint={t`When one shift ends and the next begins, such as 08:00, 20:00.`}
        kind="name"
        value={layer.handoverTimes}
        onChange={(handoverTimes) => set({ handoverTimes })}
      />
      <TextField
        form={form}
        path={`${path}.every.count`}
        label={t`The turn goes to the next person every`}
        kind="number"
        value={layer.count}
        onChange={(count) => set({ count })}
      />
      <ChoiceField
        form={form}
        path={`${path}.every.unit`}
        label={t`Days or weeks`}
        value={layer.unit}
        choices={[
          { value: 'day', words: t`Days` },
          { value: 'week', words: t`Weeks` },
        ]}
        onChange={(unit) => set({ unit })}
      />
    </>
  );
}
