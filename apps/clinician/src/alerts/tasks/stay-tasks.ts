import type { DeviceId, Stay } from '#libs/contracts';
import type { ScheduledTask } from './task-record.ts';

const londonTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/London',
});

/** To be done when the patient is not back in time; undefined without a leave. */
export function leaveTask({ id: stayId, patientId, leave }: Stay): ScheduledTask | undefined {
  if (leave === null) return undefined;
  const { until } = leave;
  return {
    patientId,
    stayId,
    kind: 'leave-overdue',
    subject: 'leave',
    codes: [],
    silentParty: null,
    dueAt: until,
    words: `The patient was to be back from leave by ${londonTime.format(Date.parse(until))}. Find out where they are; then enter that they are back, or discharge them.`,
  };
}

/** To be done when the stay has ended and the patient still has devices; undefined where there are none. */
export function kitTask(
  { id: stayId, patientId }: Stay,
  devices: readonly DeviceId[],
  at: ScheduledTask['dueAt'],
): ScheduledTask | undefined {
  if (devices.length === 0) return undefined;
  return {
    patientId,
    stayId,
    kind: 'recover-kit',
    subject: 'kit',
    codes: [],
    silentParty: null,
    dueAt: at,
    words: `The stay has ended, and the patient still has ${devices.join(', ')}. Fetch the kit, and enter that it was recovered.`,
  };
}
