import { z } from 'zod';
import { alertTiers } from '../events/condition.ts';
import { quarantineReasonCodes } from '../events/quarantine.ts';
import { WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { Ward } from './ward.ts';

const count = z.number().int().min(0);

/** `GET /operations`: from this instant on, until just before that one; the 24 h until now where they are left out. */
export const OperationsQuery = z.object({
  from: InstantWithOffset.optional(),
  until: InstantWithOffset.optional(),
  /** This ward only. */
  wardId: WardId.optional(),
});
export type OperationsQuery = z.infer<typeof OperationsQuery>;

/** How alerts that were raised in the period were answered: acknowledged or resolved by a person. */
export const ResponseFigures = z.object({
  raised: count,
  raisedByTier: z.record(z.enum(alertTiers), count),
  answered: count,
  /** From when an alert was raised, or last got worse, to the answer, in minutes; null where none was answered. */
  responseMinutes: z.object({ median: z.number(), p90: z.number(), max: z.number() }).nullable(),
  /** Answered by the time a response was due. */
  answeredInTime: count,
  /** Answered after that, or not answered and past it. */
  breached: count,
  /** 0 to 1: of those that were answered or breached, how many were answered in time; null where there are none. */
  shareInTime: z.number().min(0).max(1).nullable(),
});
export type ResponseFigures = z.infer<typeof ResponseFigures>;

/** How a ward worked in a period: numbers only, neither a name nor a reading. */
export const OperationsFigures = z.object({
  /** As of now. */
  patients: count,
  beds: count,
  unansweredNow: count,
  /** Devices that patients have and of which nothing has been heard for 24 h, as of now. */
  devicesNotHeardFrom: count,
  /** In the period. */
  admissions: count,
  discharges: count,
  alerts: ResponseFigures,
  /** Messages with readings, and readings that a person entered together. */
  observationSets: count,
  readings: count,
  /** Readings that came too late to be scored. */
  readingsTooLateToScore: count,
  /** Scores that a late reading made, after a newer one was known. */
  lateScores: count,
  /** Messages that were quarantined, by each reason that they were quarantined for. */
  quarantined: count,
  quarantinedByReason: z.partialRecord(z.enum(quarantineReasonCodes), count),
});
export type OperationsFigures = z.infer<typeof OperationsFigures>;

/** `GET /operations`: each ward by name, and all of them together. */
export const Operations = z.object({
  from: Instant,
  until: Instant,
  asOf: Instant,
  /** Of the wards below, and of what belongs to no ward: a message of an unknown device, for instance. */
  total: OperationsFigures,
  wards: z.array(z.object({ ward: Ward, figures: OperationsFigures })),
});
export type Operations = z.infer<typeof Operations>;
