import type { Contact } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { contactKindWords } from '../../../components/words/contact-words.ts';

/** How one person is reached. */
export function OneContact({ contact }: { readonly contact: Contact }) {
  const { name, kind, relationship, phone, email, address, preferred, notes } = contact;
  return (
    <>
      <strong>{name}</strong> {relationship ?? contactKindWords(kind)}{' '}
      {preferred && <span className="hw-mark">{t`Call first`}</span>}
      {phone !== null && (
        <span className="hw-contact__line">
          <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>
        </span>
      )}
      {email !== null && (
        <span className="hw-contact__line">
          <a href={`mailto:${email}`}>{email}</a>
        </span>
      )}
      {address !== null && <span className="hw-contact__line">{address}</span>}
      {notes !== null && <span className="hw-contact__line">{notes}</span>}
    </>
  );
}
