import { type Contact, ContactKind, type PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { changeContact } from '../../../api/patient-commands.ts';
import { type FormFault, required } from '../../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { contactKindWords } from '../../../components/words/contact-words.ts';

const Typed = z.object({
  kind: ContactKind,
  name: z.string(),
  relationship: z.string(),
  phone: z.string(),
  email: z.string(),
  address: z.string(),
  preferred: z.enum(['yes', 'no']),
  notes: z.string(),
});
type Typed = z.infer<typeof Typed>;

export interface ContactFormProps {
  readonly patientId: PatientId;
  readonly contactId: string;
  /** Null for one that is entered anew. */
  readonly contact: Contact | null;
  readonly onClose: () => void;
}

/** Enters a contact, or changes it. */
export function ContactForm({ patientId, contactId, contact, onClose }: ContactFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['contacts', patientId] });
  const form = useForm({
    name: `contact/${patientId}/${contactId}`,
    shape: Typed,
    initial: typedOf(contact),
    opened: contact,
    fields: Object.keys(Typed.shape),
    check: faultsOfContact,
    body: contactBody,
    send: (body, press) => changeContact({ patientId, contactId }, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={contact === null ? t`Add a contact` : t`Change ${contact.name}`}
      refusedTitle={t`The contact was not saved`}
      submit={t`Save contact`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      <ChoiceField
        form={form}
        path="kind"
        label={t`Who it is`}
        value={values.kind}
        choices={ContactKind.options.map((value) => ({ value, words: contactKindWords(value) }))}
        onChange={(kind) => set({ kind })}
      />
      <TextField
        form={form}
        path="name"
        label={t`Name`}
        kind="name"
        value={values.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        form={form}
        path="relationship"
        label={t`Relationship`}
        kind="name"
        optional
        value={values.relationship}
        onChange={(relationship) => set({ relationship })}
      />
      <TextField
        form={form}
        path="phone"
        label={t`Telephone`}
        kind="telephone"
        optional
        value={values.phone}
        onChange={(phone) => set({ phone })}
      />
      <TextField
        form={form}
        path="email"
        label={t`Email`}
        kind="name"
        optional
        value={values.email}
        onChange={(email) => set({ email })}
      />
      <TextField
        form={form}
        path="address"
        label={t`Address`}
        optional
        value={values.address}
        onChange={(address) => set({ address })}
      />
      <ChoiceField
        form={form}
        path="preferred"
        label={t`Call first`}
        value={values.preferred}
        choices={[
          { value: 'no', words: t`No` },
          { value: 'yes', words: t`Yes` },
        ]}
        onChange={(preferred) => set({ preferred })}
      />
      <TextField
        form={form}
        path="notes"
        label={t`When to call, a key safe, a language`}
        optional
        value={values.notes}
        onChange={(notes) => set({ notes })}
      />
    </FormFrame>
  );
}

const typedOf = (contact: Contact | null): Typed => ({
  kind: contact?.kind ?? 'patient',
  name: contact?.name ?? '',
  relationship: contact?.relationship ?? '',
  phone: contact?.phone ?? '',
  email: contact?.email ?? '',
  address: contact?.address ?? '',
  preferred: contact?.preferred === true ? 'yes' : 'no',
  notes: contact?.notes ?? '',
});

function faultsOfContact({ name, phone, email, address }: Typed): readonly FormFault[] {
  const isReachable = [phone, email, address].some((text) => text.trim() !== '');
  return [
    ...required('name', name, t`Enter a name`),
    ...(isReachable ? [] : [{ path: 'phone', message: t`Enter a telephone number, an email or an address` }]),
  ];
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const contactBody = ({ kind, name, relationship, phone, email, address, preferred, notes }: Typed) => ({
  kind,
  name: name.trim(),
  relationship: orNull(relationship),
  phone: orNull(phone),
  email: orNull(email),
  address: orNull(address),
  preferred: preferred === 'yes',
  notes: orNull(notes),
});
