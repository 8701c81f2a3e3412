import {
  type AcknowledgeAlert,
  Alert,
  type AlertId,
  ChartedObservation,
  type CompleteTask,
  type Discharge,
  type EnteredObservations,
  type EventId,
  MonitoringPause,
  type NewPause,
  type ObservationId,
  type PatientId,
  type PauseId,
  Plan,
  type PlanChange,
  QuarantinedEntry,
  type ReleaseReading,
  type RetractObservation,
  Stay,
  type StayId,
  Task,
  type TaskId,
} from '#libs/contracts';
import { z } from 'zod';
import { command, type CommandOutcome, type Press } from './http.ts';

/** What is about readings names no revision: readings are only added and retracted, and never changed. */
const nothing = z.null();
type WithoutRevision<Answer> = Promise<CommandOutcome<Answer, null>>;

export const acknowledgeAlert = (
  id: AlertId,
  body: AcknowledgeAlert,
  press: Press,
): Promise<CommandOutcome<Alert, Alert>> =>
  command({ path: `/alerts/${id}/acknowledge`, body, press, answer: Alert, seen: Alert });

/** The other answers to an alert; the body as it was typed: the service says what is wrong with it. */
export const answerAlert = (
  id: AlertId,
  answer: 'reassign' | 'take-over' | 'accept' | 'decline' | 'snooze' | 'escalate',
  { body, press }: { readonly body: object; readonly press: Press },
): Promise<CommandOutcome<Alert, Alert>> =>
  command({ path: `/alerts/${id}/${answer}`, body, press, answer: Alert, seen: Alert });

/** As it was typed: the service says what is wrong with it. */
export const resolveAlert = (id: AlertId, body: object, press: Press): Promise<CommandOutcome<Alert, Alert>> =>
  command({ path: `/alerts/${id}/resolve`, body, press, answer: Alert, seen: Alert });

/** Takes back what the caller did to it last. */
export const undoAlert = (id: AlertId, press: Press): Promise<CommandOutcome<Alert, Alert>> =>
  command({ path: `/alerts/${id}/undo`, body: {}, press, answer: Alert, seen: Alert });

/** Takes back that it is done. */
export const undoTask = (id: TaskId, press: Press): Promise<CommandOutcome<Task, Task>> =>
  command({ path: `/tasks/${id}/undo`, body: {}, press, answer: Task, seen: Task });

export const completeTask = (id: TaskId, body: CompleteTask, press: Press): Promise<CommandOutcome<Task, Task>> =>
  command({ path: `/tasks/${id}/complete`, body, press, answer: Task, seen: Task });

export const dischargeStay = (id: StayId, body: Discharge, press: Press): Promise<CommandOutcome<Stay, Stay>> =>
  command({ path: `/stays/${id}/discharge`, body, press, answer: Stay, seen: Stay });

export const changePlan = (id: PatientId, body: PlanChange, press: Press): Promise<CommandOutcome<Plan, Plan>> =>
  command({ path: `/patients/${id}/plan`, method: 'PUT', body, press, answer: Plan, seen: Plan });

/** A pause is a part of the plan: it is the plan that the person saw. */
export const beginPause = (
  id: PatientId,
  body: NewPause,
  press: Press,
): Promise<CommandOutcome<MonitoringPause, Plan>> =>
  command({ path: `/patients/${id}/pauses`, body, press, answer: MonitoringPause, seen: Plan });

export const endPause = (
  id: PatientId,
  pauseId: PauseId,
  press: Press,
): Promise<CommandOutcome<MonitoringPause, Plan>> =>
  command({ path: `/patients/${id}/pauses/${pauseId}/end`, body: {}, press, answer: MonitoringPause, seen: Plan });

/** Readings by phone or on a visit. Whatever the answer holds beyond "accepted" comes back by the live stream. */
export const enterObservations = (
  id: PatientId,
  body: z.input<typeof EnteredObservations>,
  press: Press,
): WithoutRevision<unknown> =>
  command({ path: `/patients/${id}/observations`, body, press, answer: z.unknown(), seen: nothing });

export const retractObservation = (
  { patientId, id }: { readonly patientId: PatientId; readonly id: ObservationId },
  body: RetractObservation,
  press: Press,
): WithoutRevision<ChartedObservation> =>
  command({
    path: `/patients/${patientId}/observations/${id}/retract`,
    body,
    press,
    answer: ChartedObservation,
    seen: nothing,
  });

export const releaseReading = (id: EventId, body: ReleaseReading, press: Press): WithoutRevision<QuarantinedEntry> =>
  command({ path: `/quarantine/${id}/release`, body, press, answer: QuarantinedEntry, seen: nothing });
