import {
  derivedId,
  type EventId,
  instant,
  MessageId,
  type ObservationSetRecorded,
  type PersonReference,
} from '#libs/contracts';
import type { TaskRecord } from './task-record.ts';

/**
 * What goes on the log when a clinician has seen to a patient of whom a reading is doubtful: the doubts end, and what was
 * measured before them counts again. A task that is done again, for a later doubt, is an answer of its own.
 */
export function doubtAnswer(
  { id, patientId, codes, dueAt, outcome, revision }: TaskRecord,
  by: PersonReference,
  at: Date,
): ObservationSetRecorded {
  // A device's clock may be a little ahead: the answer comes after what it is about.
  const takenAt = instant(Math.max(at.getTime(), Date.parse(dueAt) + 1));
  const found = (outcome ?? 'seen to').slice(0, 200);
  return {
    // A UUID that was made here needs no second look.
    id: derivedId('doubt-answer', id, String(revision)) as EventId,
    patientId,
    messageId: MessageId.parse(`task-${id}-${String(revision)}`),
    enteredBy: { id: by.id, name: by.name },
    source: 'clinician',
    receivedAt: instant(at),
    observations: [],
    doubts: codes.map((code) => ({ code, takenAt, because: 'answered', found })),
  };
}
