import { z } from 'zod';
import { DeviceKind } from '../events/monitoring.ts';
import { DeviceId, StayId } from '../ids.ts';

/** Where the patient goes when a stay ends: discharge destinations of the NHS Data Dictionary in words, as far as they occur. */
export const DischargeDestination = z.enum([
  'usual-place-of-residence',
  'hospital-admission',
  'hospital-transfer',
  'care-home',
  'hospice',
  'died',
  'other',
]);
export type DischargeDestination = z.infer<typeof DischargeDestination>;

export const Discharge = z.object({
  reason: z.string().trim().min(1).max(1000).optional(),
  destination: DischargeDestination.optional(),
});
export type Discharge = z.infer<typeof Discharge>;

/** `GET /stays/{id}/discharge-preview`: what a discharge would end now, and what is still with the patient. */
export const DischargePreview = z.object({
  stayId: StayId,
  /** Resolved with the stay. */
  openAlerts: z.number().int(),
  /** Cancelled with the stay: those that are due. */
  openTasks: z.number().int(),
  /** That the patient has; they stay issued until they are recovered. */
  devices: z.array(z.object({ id: DeviceId, kind: DeviceKind })),
  /** Of monitoring, in force or to come; over with the stay. */
  pauses: z.number().int(),
});
export type DischargePreview = z.infer<typeof DischargePreview>;
