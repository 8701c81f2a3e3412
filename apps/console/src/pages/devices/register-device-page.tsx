import { DeviceId, DeviceKind, GatewayId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { gatewaysQuery, registerDevice } from '../../api/devices.ts';
import { required } from '../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Loading } from '../../components/page-states/page-states.tsx';
import { pathwayWords } from '../../components/words/identity-words.ts';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

const Typed = z.object({ deviceId: z.string(), gatewayId: z.string(), kind: DeviceKind });

/** Registers a device, which is in stock from then on. */
export function RegisterDevicePage() {
  const gateways = useQuery(gatewaysQuery).data?.items.filter(({ disabledAt }) => disabledAt === null);
  return (
    <>
      <PageHeading title={t`Register a device`} />
      {gateways === undefined ? (
        <Loading what={t`the gateways`} />
      ) : gateways.length === 0 ? (
        <p>{t`There is no gateway yet: a device is reached by one.`}</p>
      ) : (
        <RegisterForm gateways={gateways.map(({ id, name }) => ({ value: String(id), words: name }))} />
      )}
    </>
  );
}

function RegisterForm(props: { readonly gateways: readonly { readonly value: string; readonly words: string }[] }) {
  const { gateways } = props;
  const { go } = useNavigation();
  const client = useQueryClient();
  const initial: z.infer<typeof Typed> = { deviceId: '', gatewayId: gateways[0]?.value ?? '', kind: 'pulse-oximeter' };
  const form = useForm({
    name: 'register-device',
    shape: Typed,
    initial,
    opened: null,
    fields: ['deviceId', 'gatewayId', 'kind'],
    check: ({ deviceId }) =>
      DeviceId.safeParse(deviceId.trim()).success
        ? []
        : [
            ...required('deviceId', deviceId, t`Enter the id of the device`),
            ...(deviceId.trim() === ''
              ? []
              : [{ path: 'deviceId', message: t`An id has letters, digits and hyphens` }]),
          ],
    body: ({ deviceId, gatewayId, kind }) => ({
      deviceId: DeviceId.parse(deviceId.trim()),
      gatewayId: GatewayId.parse(gatewayId),
      kind,
    }),
    send: registerDevice,
    onDone: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['devices'] });
      go(pathTo.device(id));
    },
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Which device`}
      level={2}
      refusedTitle={t`The device was not registered`}
      submit={t`Register`}
      submitting={t`Registering…`}
      onCancel={() => go(pathTo.devices)}
    >
      <TextField
        form={form}
        path="deviceId"
        label={t`Id of the device`}
        hint={t`As the gateway names it in its topics.`}
        kind="name"
        value={values.deviceId}
        onChange={(deviceId) => set({ deviceId })}
      />
      <ChoiceField
        form={form}
        path="gatewayId"
        label={t`Gateway`}
        value={values.gatewayId}
        choices={gateways}
        onChange={(gatewayId) => set({ gatewayId })}
      />
      <ChoiceField
        form={form}
        path="kind"
        label={t`Kind`}
        value={values.kind}
        choices={DeviceKind.options.map((value) => ({ value, words: pathwayWords(value) }))}
        onChange={(kind) => set({ kind })}
      />
    </FormFrame>
  );
}
