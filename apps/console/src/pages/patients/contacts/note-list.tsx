import type { Contact, ContactId, Note, PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { contactsQuery, notesQuery } from '../../../api/patients.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { useFormAmong, useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { callOutcomeWords } from '../../../components/words/contact-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { NoteForm } from './note-form.tsx';
import { RetractNoteForm } from './retract-note-form.tsx';

/** What was written about a patient, and who was called, the newest first. */
export function NoteList({ patientId }: { readonly patientId: PatientId }) {
  const { asOf, now } = useAsOf();
  const mayWrite = useMay('record-observations');
  const notes = useQuery(notesQuery(patientId, asOf));
  const contacts = useQuery(contactsQuery(patientId, asOf)).data?.items ?? [];
  useRefetchAfterEvents({
    queryKey: queryKeys.notes(patientId, asOf),
    isAbout: ({ event, data }) => event === 'note' && data.patientId === patientId,
  });
  const writing = useFormDisclosure(`note/${patientId}`);
  const retracting = useFormAmong(`retract-note/${patientId}/`);
  return (
    <Section title={t`Notes and calls`}>
      {mayWrite && !writing.isOpen && (
        <button type="button" className="nhsuk-button hw-button--small" {...writing.opener}>
          {t`Write a note, or record a call…`}
        </button>
      )}
      {mayWrite && writing.isOpen && (
        <NoteForm patientId={patientId} name={writing.form} contacts={contacts} onClose={writing.close} />
      )}
      {notes.isPending && <Loading what={t`the notes`} />}
      {notes.isError && notes.data === undefined && (
        <ProblemSummary title={t`The notes could not be fetched`} error={notes.error} />
      )}
      {notes.data?.items.length === 0 && <p>{t`Nothing has been written yet.`}</p>}
      <ol className="nhsuk-list">
        {notes.data?.items.map((note) => (
          <li key={note.id} className="hw-note">
            <OneNote note={note} contacts={contacts} now={now} />
            {mayWrite && note.retracted === null && retracting.openId !== note.id && (
              <button type="button" className="hw-link" {...retracting.openerOf(note.id)}>
                {t`Retract`}
                <span className="nhsuk-u-visually-hidden"> {t`the note of ${timeWords(note.at, now)}`}</span>
              </button>
            )}
            {retracting.openId === note.id && <RetractNoteForm note={note} onClose={retracting.close} />}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function OneNote(props: { readonly note: Note; readonly contacts: readonly Contact[]; readonly now: number }) {
  const { note, contacts, now } = props;
  const { retracted, call } = note;
  return (
    <>
      <span className="hw-note__who">
        {timeWords(note.at, now)}, {note.by.name}
      </span>
      {call !== null && (
        <strong>
          {calledWords(call.contactId, contacts)}: {callOutcomeWords(call.outcome)}
        </strong>
      )}
      <span className="hw-note__text">{retracted === null ? note.text : <s>{note.text}</s>}</span>
      {retracted !== null && (
        <span className="hw-table__note">
          {t`Retracted by ${retracted.by.name} at ${timeWords(retracted.at, now)}: ${retracted.reason}`}
        </span>
      )}
    </>
  );
}

function calledWords(contactId: ContactId | null, contacts: readonly Contact[]): string {
  if (contactId === null) return t`Called another number`;
  const name = contacts.find(({ id }) => id === contactId)?.name;
  return name === undefined ? t`Called a contact who has been removed since` : t`Called ${name}`;
}
