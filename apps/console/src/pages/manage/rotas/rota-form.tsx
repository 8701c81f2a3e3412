import type { Rota } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import type { CommandOutcome } from '../../../api/http.ts';
import { addRota, changeRota } from '../../../api/rotas.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { ZoneField } from '../../../components/forms/zone-field.tsx';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { serverClock } from '../../../time/server-clock.ts';
import { siteTime } from '../../../time/site-time.ts';
import { LayerFields } from './layer-fields.tsx';
import { freshLayer, rotaBody, rotaFaults, rotaFields, TypedRota, typedRotaOf } from './rota-typed.ts';

export interface RotaFormProps {
  readonly name: string;
  /** Null for one that is added. */
  readonly rota: Rota | null;
  readonly onClose: () => void;
}

/** Adds a rota, or changes its layers; leads to the rota, which names its gaps. */
export function RotaForm({ name, rota, onClose }: RotaFormProps) {
  const client = useQueryClient();
  const { go } = useNavigation();
  const refresh = () => client.invalidateQueries({ queryKey: ['rotas'] });
  const fresh = () => freshLayer(siteTime.typedDate(serverClock.now()));
  const form = useForm({
    name,
    shape: TypedRota,
    initial: () => (rota === null ? { name: '', timeZone: siteTime.zone, layers: [fresh()] } : typedRotaOf(rota)),
    opened: rota,
    fields: rotaFields,
    check: rotaFaults,
    body: rotaBody,
    send: (body, press): Promise<CommandOutcome<Rota, Rota | null>> =>
      rota === null ? addRota(body, press) : changeRota(rota.id, body, press),
    onDone: async ({ id }) => {
      await refresh();
      onClose();
      if (rota === null) go(pathTo.rota(id));
    },
    onChanged: () => void refresh(),
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={rota === null ? t`Add a rota` : t`Change ${rota.name}`}
      level={rota === null ? 2 : 3}
      refusedTitle={t`The rota was not saved`}
      submit={t`Save rota`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      <p>{t`A later layer takes precedence over the earlier ones. Gaps are permitted, and are warned of.`}</p>
      <TextField
        form={form}
        path="name"
        label={t`Name`}
        kind="name"
        value={values.name}
        onChange={(typed) => set({ name: typed })}
      />
      <ZoneField form={form} path="timeZone" value={values.timeZone} onChange={(timeZone) => set({ timeZone })} />
      {values.layers.map((layer, index) => (
        // A layer has nothing of its own to be told apart by but its position.
        <LayerFields key={`layer-${String(index)}`} form={form} layer={layer} index={index} />
      ))}
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        onClick={() => set((before) => ({ ...before, layers: [...before.layers, fresh()] }))}
      >
        {t`Add a layer`}
      </button>
    </FormFrame>
  );
}
