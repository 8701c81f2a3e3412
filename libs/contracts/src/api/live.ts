import { z } from 'zod';
import { Score } from '../events/score.ts';
import { DeviceId, EventId, PatientId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { Alert } from './alert.ts';
import { AlertingHealth } from './alerting-health.ts';
import { Note } from './note.ts';
import { Notification } from './notification.ts';
import { ChartedObservation, Plan, Stay } from './patient.ts';
import { PatientFlags } from './patient-flags.ts';
import { Referral } from './referral.ts';
import { Task } from './task.ts';
import { TechnicalAlert } from './technical-alert.ts';
import { Ward } from './ward.ts';

/** Which entry of `/quarantine` is new or changed. */
const LiveQuarantine = z.object({
  id: EventId,
  /** As the message named it: it need not exist. */
  deviceId: z.string().nullable(),
  patientId: PatientId.nullable(),
});

/**
 * `GET /api/v1/live?wardId=`: server-sent events. The id of each resumes after it with `Last-Event-ID`; `reset` says that the
 * place asked for is no longer kept, so what is on screen must be fetched again.
 */
export const liveEvents = {
  observation: ChartedObservation,
  score: Score,
  alert: Alert,
  stay: Stay,
  task: Task,
  note: Note,
  /** As `/patients/{id}/plan` has it: also after a pause, a ceiling of care or a prescription has ended by itself. */
  plan: Plan,
  /** Of the wards that it is for, or was for; of every ward while it names none. */
  referral: Referral,
  /** What has to be known of a patient has changed. */
  flags: PatientFlags,
  /** A ward was opened. Of every ward. */
  ward: Ward,
  /** Registered, issued, recovered, or its status is another: a reference, for those who watch every ward. */
  device: z.object({ id: DeviceId }),
  /** A message was kept aside, or a reading released: a reference, and the entry is fetched by those who may see it. */
  quarantine: LiveQuarantine,
  /** Made or ended: sent only to the person whom it is for, whatever ward they watch. */
  notification: Notification,
  /** Of every ward: it is about Homeward itself. */
  'technical-alert': TechnicalAlert,
  /** Whether alerts can arrive has changed. It has no id, since it goes past the database: see `/alerting/health`. */
  alerting: AlertingHealth,
  reset: z.object({}),
  /** Sent at a steady pace, so that silence means a broken connection. It has no id: it is no position to resume from. */
  heartbeat: z.object({ at: Instant }),
  /** The caller is no longer signed in, or may not see patients any more: the stream ends. It has no id either. */
  'session-ended': z.object({}),
} as const;

export type LiveEventName = keyof typeof liveEvents;
export type LiveEvent = {
  [Name in LiveEventName]: { readonly event: Name; readonly data: z.infer<(typeof liveEvents)[Name]> };
}[LiveEventName];
