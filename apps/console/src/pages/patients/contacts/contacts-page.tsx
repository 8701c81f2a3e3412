import type { PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { ContactList } from './contact-list.tsx';
import { DemographicsSection } from './demographics-section.tsx';
import { FlagsSection } from './flags-section.tsx';
import { NoteList } from './note-list.tsx';
import { PatientFrame } from '../patient-frame.tsx';

/** How a patient is reached, what has to be known of them, and what was written about them: notes, and attempts to call. */
export function ContactsPage({ patientId }: { readonly patientId: PatientId }) {
  return (
    <PatientFrame patientId={patientId} title={t`Contacts and notes`}>
      {() => (
        <div className="hw-patient">
          <div>
            <NoteList patientId={patientId} />
          </div>
          <div>
            <DemographicsSection patientId={patientId} />
            <FlagsSection patientId={patientId} />
            <ContactList patientId={patientId} />
          </div>
        </div>
      )}
    </PatientFrame>
  );
}
