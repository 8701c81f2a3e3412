import {
  Alert,
  type AlertId,
  type Discharge,
  type EnteredObservations,
  type PatientId,
  type ResolveAlert,
  Stay,
  type StayId,
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
