import type { Contact, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { type FormAmong, useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { ContactForm } from './contact-form.tsx';
import { RemoveContactForm } from './remove-contact-form.tsx';

export interface ContactFormsProps {
  readonly patientId: PatientId;
  readonly contact: Contact;
  /** Which contact is being changed. */
  readonly changing: FormAmong;
  readonly onClose: () => void;
}

/** Changes or removes a contact: one form at a time. */
export function ContactForms({ patientId, contact, changing, onClose }: ContactFormsProps) {
  const removing = useFormDisclosure(`remove-contact/${patientId}/${contact.id}`);
  if (changing.openId === contact.id) {
    return <ContactForm patientId={patientId} contactId={contact.id} contact={contact} onClose={onClose} />;
  }
  if (removing.isOpen) {
    return <RemoveContactForm name={removing.form} patientId={patientId} contact={contact} onClose={removing.close} />;
  }
  return (
    <span className="hw-contact__buttons">
      <button type="button" className="hw-link" {...changing.openerOf(contact.id)}>
        {t`Change`}
        <span className="nhsuk-u-visually-hidden"> {contact.name}</span>
      </button>
      <button type="button" className="hw-link" {...removing.opener}>
        {t`Remove`}
        <span className="nhsuk-u-visually-hidden"> {contact.name}</span>
      </button>
    </span>
  );
}
