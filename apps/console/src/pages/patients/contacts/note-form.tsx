import { CallOutcome, type Contact, ContactId, type PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { writeNote } from '../../../api/patient-commands.ts';
import { required } from '../../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { callOutcomeWords } from '../../../components/words/contact-words.ts';

const Typed = z.object({
  kind: z.enum(['note', 'call']),
  text: z.string(),
  outcome: CallOutcome,
  contactId: z.string(),
});
type Typed = z.infer<typeof Typed>;

export interface NoteFormProps {
  readonly patientId: PatientId;
  /** The form's name, which its opener has as well. */
  readonly name: string;
  readonly contacts: readonly Contact[];
  readonly onClose: () => void;
}

/** Writes a note, or records an attempt to call. */
export function NoteForm({ patientId, name, contacts, onClose }: NoteFormProps) {
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: Typed,
    initial: { kind: 'note', text: '', outcome: 'reached', contactId: contacts[0]?.id ?? '' },
    opened: null,
    fields: ['kind', 'text', 'call.outcome', 'call.contactId'],
    check: ({ kind, text }) => (kind === 'call' ? [] : required('text', text, t`Enter what is to be known`)),
    body: noteBody,
    send: (body, press) => writeNote(patientId, body, press),
    onDone: async () => {
      await client.invalidateQueries({ queryKey: ['notes', patientId] });
      onClose();
    },
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Write a note, or record a call`}
      refusedTitle={t`The note was not written`}
      submit={t`Save note`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      <ChoiceField
        form={form}
        path="kind"
        label={t`What it is`}
        value={values.kind}
        choices={[
          { value: 'note', words: t`A note` },
          { value: 'call', words: t`An attempt to call` },
        ]}
        onChange={(kind) => set({ kind })}
      />
      {values.kind === 'call' && (
        <>
          <ChoiceField
            form={form}
            path="call.contactId"
            label={t`Whom`}
            value={values.contactId}
            choices={[
              ...contacts.map(({ id, name: words, phone }) => ({
                value: String(id),
                words: `${words} ${phone ?? ''}`,
              })),
              { value: '', words: t`Another number` },
            ]}
            onChange={(contactId) => set({ contactId })}
          />
          <ChoiceField
            form={form}
            path="call.outcome"
            label={t`How it went`}
            value={values.outcome}
            choices={CallOutcome.options.map((value) => ({ value, words: callOutcomeWords(value) }))}
            onChange={(outcome) => set({ outcome })}
          />
        </>
      )}
      <TextField
        form={form}
        path="text"
        label={t`What is to be known`}
        optional={values.kind === 'call'}
        maxLength={4000}
        value={values.text}
        onChange={(text) => set({ text })}
      />
    </FormFrame>
  );
}

function noteBody({ kind, text, outcome, contactId }: Typed) {
  if (kind === 'note') return { kind, text: text.trim() };
  const contact = ContactId.safeParse(contactId);
  return { kind, text: text.trim(), call: { contactId: contact.success ? contact.data : null, outcome } };
}
