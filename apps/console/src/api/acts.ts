import {
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
  type ResolveAlert,
  Stay,
  type StayId,
  Task,
  type TaskId,
} from '#libs/contracts';
import { z } from 'zod';
import { ask } from './http.ts';

export const acknowledgeAlert = (id: AlertId): Promise<Alert> =>
  ask({ path: `/alerts/${id}/acknowledge`, method: 'POST', body: {}, schema: Alert });

export const resolveAlert = (id: AlertId, body: ResolveAlert): Promise<Alert> =>
  ask({ path: `/alerts/${id}/resolve`, method: 'POST', body, schema: Alert });

export const dischargeStay = (id: StayId, body: Discharge): Promise<Stay> =>
  ask({ path: `/stays/${id}/discharge`, method: 'POST', body, schema: Stay });

/** Readings by phone or on a visit. Whatever the answer holds beyond "accepted" comes back by the live stream. */
export const enterObservations = (id: PatientId, body: z.input<typeof EnteredObservations>): Promise<unknown> =>
  ask({ path: `/patients/${id}/observations`, method: 'POST', body, schema: z.unknown() });

export const retractObservation = (
  id: PatientId,
  observationId: ObservationId,
  reason: string,
): Promise<ChartedObservation> =>
  ask({
    path: `/patients/${id}/observations/${observationId}/retract`,
    method: 'POST',
    body: { reason },
    schema: ChartedObservation,
  });

export const releaseReading = (id: EventId, body: ReleaseReading): Promise<QuarantinedEntry> =>
  ask({ path: `/quarantine/${id}/release`, method: 'POST', body, schema: QuarantinedEntry });

export const changePlan = (id: PatientId, body: PlanChange): Promise<Plan> =>
  ask({ path: `/patients/${id}/plan`, method: 'PUT', body, schema: Plan });

export const beginPause = (id: PatientId, body: NewPause): Promise<MonitoringPause> =>
  ask({ path: `/patients/${id}/pauses`, method: 'POST', body, schema: MonitoringPause });

export const endPause = (id: PatientId, pauseId: PauseId): Promise<MonitoringPause> =>
  ask({ path: `/patients/${id}/pauses/${pauseId}/end`, method: 'POST', body: {}, schema: MonitoringPause });

export const completeTask = (id: TaskId, body: CompleteTask): Promise<Task> =>
  ask({ path: `/tasks/${id}/complete`, method: 'POST', body, schema: Task });
