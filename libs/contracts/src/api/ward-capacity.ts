import { z } from 'zod';
import { ClosureId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { AsOfQuery } from './patient.ts';

const reason = z.string().trim().min(1).max(1000);
const count = z.number().int().min(0).max(10_000);

/** `PUT /wards/{id}/capacity`: how many patients the ward can care for from then on. What held before stays as it was. */
export const NewWardCapacity = z.object({
  /** Now, unless it is said. */
  from: InstantWithOffset.optional(),
  beds: count,
  /** Beds that there is staff for. */
  staffedBeds: count.optional(),
  /** Kits of devices that the ward has for its patients. */
  kits: count.optional(),
  /** How much acuity the staff can care for at one time, in acuity points. */
  acuityPoints: count.optional(),
  reason,
});
export type NewWardCapacity = z.infer<typeof NewWardCapacity>;

/** One entry of the dated capacity of a ward: it holds until the next one begins. */
export const WardCapacity = z.object({
  wardId: WardId,
  from: Instant,
  beds: z.number().int(),
  staffedBeds: z.number().int().nullable(),
  kits: z.number().int().nullable(),
  acuityPoints: z.number().int().nullable(),
  reason: z.string(),
  by: PersonReference,
  recordedAt: Instant,
});
export type WardCapacity = z.infer<typeof WardCapacity>;

/** `POST /wards/{id}/closures`: beds that cannot be given out for a time. */
export const NewClosure = z.object({
  beds: count.min(1),
  /** Now, unless it is said. */
  from: InstantWithOffset.optional(),
  /** Until it is ended by hand, where it is left out. */
  until: InstantWithOffset.optional(),
  reason,
});
export type NewClosure = z.infer<typeof NewClosure>;

/** `POST /wards/{id}/closures/{closureId}/end`. */
export const EndClosure = z.object({ reason });
export type EndClosure = z.infer<typeof EndClosure>;

export const Closure = z.object({
  id: ClosureId,
  wardId: WardId,
  beds: z.number().int(),
  from: Instant,
  until: Instant.nullable(),
  reason: z.string(),
  by: PersonReference,
  recordedAt: Instant,
  /** Who ended it by hand, and why. */
  ended: z.object({ at: Instant, by: PersonReference, reason: z.string() }).nullable(),
});
export type Closure = z.infer<typeof Closure>;

/** Figures as of a moment, past or future: by default as known now, with `asOf` as known then. */
export const CapacityQuery = z.object({ at: InstantWithOffset.optional(), ...AsOfQuery.shape });
export type CapacityQuery = z.infer<typeof CapacityQuery>;

/**
 * Beds and patients at one moment: counts, never a patient. A stay on leave keeps its bed.
 *
 * `open` = beds − closed; `free` = open − occupied − reserved, at least 0; `overCapacity` = occupied − open, at least 0.
 */
export const BedFigures = z.object({
  at: Instant,
  beds: z.number().int(),
  closed: z.number().int(),
  open: z.number().int(),
  /** Stays with a bed, those on leave among them. */
  occupied: z.number().int(),
  onLeave: z.number().int(),
  reserved: z.number().int(),
  free: z.number().int(),
  /** Accepted referrals that wait for a bed. */
  waiting: z.number().int(),
  overCapacity: z.number().int(),
  /** Stays among `occupied` that were given a bed beyond capacity by a person. */
  overrides: z.number().int(),
  /** occupied ÷ open, as a fraction, true above 1; null where nothing is open. */
  occupancy: z.number().nullable(),
  /** As published: one decimal, `100%*` above 100 %; null where nothing is open. */
  occupancyShown: z.string().nullable(),
  /** Stays whose expected date of discharge is that day, by the site's clocks. */
  expectedDischarges: z.object({ today: z.number().int(), tomorrow: z.number().int() }),
  staffedBeds: z.number().int().nullable(),
  kits: z.number().int().nullable(),
  acuityPoints: z.number().int().nullable(),
});
export type BedFigures = z.infer<typeof BedFigures>;
