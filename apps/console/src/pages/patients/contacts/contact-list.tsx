import type { PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { v4 } from 'uuid';
import { contactsQuery } from '../../../api/patients.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { useFormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { ContactForm } from './contact-form.tsx';
import { ContactForms } from './contact-forms.tsx';
import { OneContact } from './one-contact.tsx';

/** How the patient, and those who know the patient, are reached. */
export function ContactList({ patientId }: { readonly patientId: PatientId }) {
  const { asOf } = useAsOf();
  const mayChange = useMay('manage-patients');
  const contacts = useQuery(contactsQuery(patientId, asOf));
  const changing = useFormAmong(`contact/${patientId}/`);
  // The id of a contact that is to be entered next: one that is entered twice by mistake is the same one.
  const [newId, setNewId] = useState(() => v4());
  const items = contacts.data?.items ?? [];
  const entered = items.some(({ id }) => id === changing.openId) ? null : changing.openId;
  const close = (): void => {
    changing.close();
    setNewId(v4());
  };
  return (
    <Section title={t`Contacts`}>
      {contacts.isPending && <Loading what={t`the contacts`} />}
      {contacts.isError && contacts.data === undefined && (
        <ProblemSummary title={t`The contacts could not be fetched`} error={contacts.error} />
      )}
      {contacts.isSuccess && items.length === 0 && <p>{t`No contact has been entered yet.`}</p>}
      <ul className="nhsuk-list">
        {items.map((contact) => (
          <li key={contact.id} className="hw-contact">
            <OneContact contact={contact} />
            {mayChange && <ContactForms patientId={patientId} contact={contact} changing={changing} onClose={close} />}
          </li>
        ))}
      </ul>
      {mayChange && changing.openId === null && (
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary hw-button--small"
          {...changing.openerOf(newId)}
        >
          {t`Add a contact…`}
        </button>
      )}
      {mayChange && entered !== null && (
        <ContactForm patientId={patientId} contactId={entered} contact={null} onClose={close} />
      )}
    </Section>
  );
}
