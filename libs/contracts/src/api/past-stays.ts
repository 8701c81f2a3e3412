import { z } from 'zod';
import { PatientId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { DischargeDestination } from './discharge.ts';

/** A stay that had ended before the ward was opened here. */
export const PastStay = z.object({
  patientId: PatientId,
  pathway: z.string().trim().min(1).max(100),
  entry: z.enum(['step-up', 'step-down']).optional(),
  admittedAt: InstantWithOffset,
  dischargedAt: InstantWithOffset,
  destination: DischargeDestination.optional(),
});
export type PastStay = z.infer<typeof PastStay>;

/**
 * `POST /wards/{id}/past-stays`: what the ward was like before it was opened here, from what kept it until then. Figures of
 * the past, snapshots and forecasts rest on it; nothing else follows: no plan, no alert, no notification.
 */
export const PastStays = z.object({
  /** Where they are from: each of them says so. */
  source: z.string().trim().min(1).max(200),
  /** How many beds the ward had from the first of these stays until it was opened here. */
  beds: z.number().int().min(1).max(10_000),
  stays: z.array(PastStay).min(1).max(500),
});
export type PastStays = z.infer<typeof PastStays>;

/** How many were brought in, and from when until when they lasted. */
export const PastStaysAdded = z.object({
  wardId: WardId,
  stays: z.number().int(),
  from: Instant,
  until: Instant,
});
export type PastStaysAdded = z.infer<typeof PastStaysAdded>;
