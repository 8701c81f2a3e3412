import {
  Contact,
  type ContactChange,
  type NewNote,
  type NewPatient,
  type NewStay,
  Note,
  Patient,
  type PatientId,
  type RetractNote,
  Stay,
  type StayId,
} from '#libs/contracts';
import { z } from 'zod';
import { command, type CommandOutcome, type Press } from './http.ts';

const nothing = z.null();
type WithoutRevision<Answer> = Promise<CommandOutcome<Answer, null>>;

/** The identity that was registered; where the person stays comes with the patient's own page. */
const Registered = Patient.pick({ id: true });

export const registerPatient = (
  body: z.input<typeof NewPatient>,
  press: Press,
): WithoutRevision<z.infer<typeof Registered>> =>
  command({ path: '/patients', body, press, answer: Registered, seen: nothing });

export const admitPatient = (body: NewStay, press: Press): WithoutRevision<Stay> =>
  command({ path: '/stays', body, press, answer: Stay, seen: nothing });

export const takePatient = (id: StayId, press: Press): Promise<CommandOutcome<Stay, Stay>> =>
  command({ path: `/stays/${id}/take`, body: {}, press, answer: Stay, seen: Stay });

export const handBackPatient = (id: StayId, press: Press): Promise<CommandOutcome<Stay, Stay>> =>
  command({ path: `/stays/${id}/hand-back`, body: {}, press, answer: Stay, seen: Stay });

/** Enters a contact under an id of the console's own, or changes the one that has it. */
export const changeContact = (
  { patientId, contactId }: { readonly patientId: PatientId; readonly contactId: string },
  body: z.input<typeof ContactChange>,
  press: Press,
): Promise<CommandOutcome<Contact, Contact | null>> =>
  command({
    path: `/patients/${patientId}/contacts/${contactId}`,
    method: 'PUT',
    body,
    press,
    answer: Contact,
    seen: Contact.nullable(),
  });

export const removeContact = (
  { patientId, contactId }: { readonly patientId: PatientId; readonly contactId: string },
  press: Press,
): Promise<CommandOutcome<Contact, Contact | null>> =>
  command({
    path: `/patients/${patientId}/contacts/${contactId}`,
    method: 'DELETE',
    press,
    answer: Contact,
    seen: Contact.nullable(),
  });

export const writeNote = (id: PatientId, body: z.input<typeof NewNote>, press: Press): WithoutRevision<Note> =>
  command({ path: `/patients/${id}/notes`, body, press, answer: Note, seen: nothing });

export const retractNote = (
  { patientId, id }: Pick<Note, 'patientId' | 'id'>,
  body: RetractNote,
  press: Press,
): WithoutRevision<Note> =>
  command({ path: `/patients/${patientId}/notes/${id}/retract`, body, press, answer: Note, seen: nothing });
