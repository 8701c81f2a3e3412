import { HomewardError, type Note, type NoteId, type PatientId } from '#libs/contracts';

/** The patient has no note with this id. */
export class NoteNotFoundError extends HomewardError {
  readonly code = 'note-not-found';
  readonly transient = false;
  constructor(patientId: PatientId, noteId: NoteId) {
    super(`Patient ${patientId} has no note ${noteId}.`, { patientId, noteId });
  }
}

/** The note has been retracted already, for another reason. */
export class NoteAlreadyRetractedError extends HomewardError {
  readonly code = 'note-already-retracted';
  readonly transient = false;
  constructor(noteId: NoteId, { by, at }: NonNullable<Note['retracted']>) {
    super(`Note ${noteId} was retracted by ${by.name} at ${at}, for another reason; it stays as it was retracted.`, {
      noteId,
      at,
    });
  }
}
