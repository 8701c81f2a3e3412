import { codeInWords } from '#libs/clinical';
import { dayAndTimeInWords, instant, type Instant, type StayId } from '#libs/contracts';
import type { CallForHelp } from '../../record/chart/call-for-help.ts';
import type { ScheduledTask } from './task-record.ts';

/** Homeward's own: as long as there is to answer an alert of the high tier. */
const withinMinutes = 30;

/** To be done when a call for help has come of which no alert can: one task for each kind of call and stay. */
export function callTask(
  { patientId, observation: { code, takenAt } }: CallForHelp,
  { stayId, isOnWard }: { readonly stayId: StayId; readonly isOnWard: boolean },
  at: Instant,
): ScheduledTask {
  const name = codeInWords(code);
  const what = `${name.charAt(0).toLocaleUpperCase('en-GB')}${name.slice(1)}, ${dayAndTimeInWords(takenAt)}`;
  const why = isOnWard ? 'it came too late to alert' : 'the patient has been discharged, so that no one was notified';
  return {
    patientId,
    stayId,
    kind: 'call-unanswered',
    subject: code,
    codes: [code],
    silentParty: null,
    dueAt: at,
    doneBy: instant(Date.parse(at) + withinMinutes * 60_000),
    words: `${what}: ${why}. Ring the patient now, and send help where there is no answer.`,
  };
}
