import { DeviceId, type PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { devicesQuery, issueDevice } from '../../../api/devices.ts';
import { ChoiceField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { pathwayWords } from '../../../components/words/identity-words.ts';

/** Gives the patient a device that is in stock. */
export function IssueFromStock({ patientId }: { readonly patientId: PatientId }) {
  const issuing = useFormDisclosure(`issue-to/${patientId}`);
  if (issuing.isOpen) return <IssueForm patientId={patientId} name={issuing.form} onClose={issuing.close} />;
  return (
    <button type="button" className="nhsuk-button hw-button--small" {...issuing.opener}>
      {t`Issue a device…`}
    </button>
  );
}

const Typed = z.object({ deviceId: z.string() });

interface IssueFormProps {
  readonly patientId: PatientId;
  readonly name: string;
  readonly onClose: () => void;
}

function IssueForm({ patientId, name, onClose }: IssueFormProps) {
  const client = useQueryClient();
  const stock = useQuery(devicesQuery('in-stock'));
  const form = useForm({
    name,
    shape: Typed,
    initial: { deviceId: '' },
    opened: null,
    fields: ['deviceId'],
    check: ({ deviceId }) =>
      DeviceId.safeParse(deviceId).success ? [] : [{ path: 'deviceId', message: t`Choose the device` }],
    body: ({ deviceId }) => DeviceId.parse(deviceId),
    send: (deviceId, press) => issueDevice(deviceId, { patientId }, press),
    onDone: async () => {
      const changed = ['devices', 'device', 'patient'];
      await Promise.all(changed.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
      onClose();
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Issue a device`}
      refusedTitle={t`The device was not issued`}
      submit={t`Issue`}
      submitting={t`Issuing…`}
      onCancel={onClose}
    >
      {stock.isPending && <Loading what={t`the stock`} />}
      {stock.isError && stock.data === undefined && (
        <ProblemSummary title={t`The stock could not be fetched`} error={stock.error} />
      )}
      {stock.data?.items.length === 0 && <p>{t`No device is in stock.`}</p>}
      <ChoiceField
        form={form}
        path="deviceId"
        label={t`Device in stock`}
        value={form.values.deviceId}
        choices={[
          { value: '', words: t`Choose` },
          ...(stock.data?.items ?? []).map(({ id, kind }) => ({
            value: String(id),
            words: `${pathwayWords(kind)}, ${id}`,
          })),
        ]}
        onChange={(deviceId) => form.set({ deviceId })}
      />
    </FormFrame>
  );
}
