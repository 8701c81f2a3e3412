import type { Contact, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { removeContact } from '../../../api/patient-commands.ts';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';

const Typed = z.object({});

export interface RemoveContactFormProps {
  readonly name: string;
  readonly patientId: PatientId;
  readonly contact: Contact;
  readonly onClose: () => void;
}

/** Asks once more before a contact is removed. */
export function RemoveContactForm({ name, patientId, contact, onClose }: RemoveContactFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['contacts', patientId] });
  const form = useForm({
    name,
    shape: Typed,
    initial: {},
    opened: contact,
    body: () => null,
    send: (_body: null, press) => removeContact({ patientId, contactId: contact.id }, press),
    onDone: async () => {
      onClose();
      await refresh();
    },
    onChanged: () => void refresh(),
  });
  return (
    <FormFrame
      form={form}
      title={t`Remove ${contact.name}?`}
      refusedTitle={t`The contact was not removed`}
      submit={t`Remove contact`}
      submitting={t`Removing…`}
      cancel={t`Keep`}
      warning
      onCancel={onClose}
    >
      <p>{t`They are no longer shown here. The history keeps that they were a contact.`}</p>
    </FormFrame>
  );
}
