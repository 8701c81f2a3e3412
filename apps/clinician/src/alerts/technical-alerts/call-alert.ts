import { codeInWords } from '#libs/clinical';
import { dayAndTimeInWords, derivedId, EventId, type Instant, instant, type TechnicalAlert } from '#libs/contracts';
import type { CallForHelp } from '../../record/chart/call-for-help.ts';

/** Homeward's own: by then a call is too old to be answered as one. */
const standsForMs = 24 * 3_600_000;

/** A call for help of a person who has never been on a ward: there is no ward to ask, so that all are. */
export function callAlert({ patientId, observation }: CallForHelp, at: Date): TechnicalAlert {
  const { id, code, takenAt } = observation;
  const name = codeInWords(code);
  const what = `${name.charAt(0).toLocaleUpperCase('en-GB')}${name.slice(1)}, ${dayAndTimeInWords(takenAt)}`;
  return {
    id: EventId.parse(derivedId('technical-alert', 'call-without-stay', id)),
    kind: 'call-without-stay',
    subjectId: patientId,
    raisedAt: instant(at),
    resolvedAt: null,
    words: `${what}: the patient is on no ward and has not been on one, so that no one was notified. Ring them now, and send help where there is no answer; then admit them, or take back the device.`,
  };
}

/** What is said once it is over; undefined while it stands. */
export function callAlertOver(
  { words, raisedAt }: Pick<TechnicalAlert, 'words' | 'raisedAt'>,
  { isAdmitted, at }: { readonly isAdmitted: boolean; readonly at: Instant },
): string | undefined {
  if (isAdmitted) return `${words} They have been admitted.`;
  return Date.parse(at) - Date.parse(raisedAt) < standsForMs ? undefined : `${words} It is over a day ago.`;
}
