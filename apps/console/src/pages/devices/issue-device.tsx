import { type DeviceId, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { issueDevice } from '../../api/devices.ts';
import { patientSearchQuery, shortestSearch } from '../../api/patients.ts';
import { deviceQuery } from '../../api/queries.ts';
import { ChoiceField, TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../components/forms/use-form-disclosure.ts';
import { nhsNumberWords, patientName } from '../../components/words/identity-words.ts';

const Typed = z.object({ text: z.string(), patientId: z.string() });

/** Gives a device to a patient, who is found by name or NHS number. */
export function IssueDevice({ deviceId }: { readonly deviceId: DeviceId }) {
  const issuing = useFormDisclosure(`issue/${deviceId}`);
  if (issuing.isOpen) return <IssueForm deviceId={deviceId} name={issuing.form} onClose={issuing.close} />;
  return (
    <button type="button" className="nhsuk-button hw-button--small" {...issuing.opener}>
      {t`Issue to a patient…`}
    </button>
  );
}

interface IssueFormProps {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly onClose: () => void;
}

function IssueForm({ deviceId, name, onClose }: IssueFormProps) {
  const client = useQueryClient();
  const [searched, setSearched] = useState('');
  const form = useForm({
    name,
    shape: Typed,
    initial: { text: '', patientId: '' },
    opened: null,
    fields: ['text', 'patientId'],
    check: ({ patientId }) =>
      PatientId.safeParse(patientId).success ? [] : [{ path: 'text', message: t`Find the patient, and choose them` }],
    body: ({ patientId }) => ({ patientId: PatientId.parse(patientId) }),
    send: (body, press) => issueDevice(deviceId, body, press),
    onDone: async () => {
      // Asked again: the answer to a command names no patient.
      await client.invalidateQueries({ queryKey: deviceQuery(deviceId).queryKey });
      await client.invalidateQueries({ queryKey: ['devices'] });
      onClose();
    },
  });
  const { values, set } = form;
  const found = useQuery(patientSearchQuery(searched)).data?.items ?? [];
  return (
    <FormFrame
      form={form}
      title={t`Issue the device`}
      refusedTitle={t`The device was not issued`}
      submit={t`Issue`}
      submitting={t`Issuing…`}
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="text"
        label={t`Name or NHS number`}
        kind="name"
        value={values.text}
        onChange={(text) => {
          set({ text, patientId: '' });
          setSearched(text);
        }}
      />
      {values.text.trim().length >= shortestSearch && (
        <ChoiceField
          form={form}
          path="patientId"
          label={t`Patient`}
          value={values.patientId}
          choices={[
            { value: '', words: t`Choose` },
            ...found.map((patient) => ({
              value: String(patient.id),
              words: `${patientName(patient)} ${nhsNumberWords(patient.nhsNumber)}`,
            })),
          ]}
          onChange={(patientId) => set({ patientId })}
        />
      )}
    </FormFrame>
  );
}
