import { z } from 'zod';
import { MergeId, PatientId, StayId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { NewPatient } from './patient.ts';

const MergeReason = z.string().trim().min(1).max(1000);

/** `POST /patients/{id}/merge`: the record with this id stays, the duplicate goes into it. */
export const NewMerge = z.object({ duplicateId: PatientId, reason: MergeReason });
export type NewMerge = z.infer<typeof NewMerge>;

/** `POST /merges/{id}/undo`. */
export const UndoMerge = z.object({ reason: MergeReason });
export type UndoMerge = z.infer<typeof UndoMerge>;

/** `GET /patients/{id}/merge-preview`. */
export const MergePreviewQuery = z.object({ duplicateId: PatientId });
export type MergePreviewQuery = z.infer<typeof MergePreviewQuery>;

/** One of the two records, as it is compared with the other. */
export const MergeSide = NewPatient.extend({
  patientId: PatientId,
  createdAt: Instant,
  /** The stay that is open, if one is. */
  openStayId: StayId.nullable(),
});
export type MergeSide = z.infer<typeof MergeSide>;

const count = z.number().int().min(0);

/** How much of each kind goes from the duplicate to the record that stays. */
export const CarriedCounts = z.object({
  /** Single observations that stand. */
  readings: count,
  stays: count,
  referrals: count,
  alerts: count,
  /** Of the alerts, those that are not resolved. */
  openAlerts: count,
  openTasks: count,
  /** Devices that the patient has now. */
  devices: count,
  contacts: count,
  notes: count,
  /** Flags that the record which stays does not have. */
  flags: count,
});
export type CarriedCounts = z.infer<typeof CarriedCounts>;

const mergeRefusals = ['both-on-a-ward', 'both-accepted', 'same-record', 'merged-already'] as const;
export type MergeRefusal = (typeof mergeRefusals)[number];

/** What a merge would do, before it is done. */
export const MergePreview = z.object({
  survivor: MergeSide,
  duplicate: MergeSide,
  carried: CarriedCounts,
  /** Whose monitoring plan stands afterwards: that of the record whose stay is open. */
  planOf: z.enum(['survivor', 'duplicate']),
  /** Why it would be refused; null where it would be done. */
  refusal: z.enum(mergeRefusals).nullable(),
});
export type MergePreview = z.infer<typeof MergePreview>;

/** Two records that were made one, and what became of it. */
export const Merge = z.object({
  id: MergeId,
  /** The record that stays. */
  survivorId: PatientId,
  /** The record that went into it, with who it was said to be. */
  duplicate: NewPatient.extend({ patientId: PatientId }),
  by: PersonReference,
  at: Instant,
  reason: z.string(),
  carried: CarriedCounts,
  /** Who took it back, when and why; null while it holds. */
  undone: z.object({ by: PersonReference, at: Instant, reason: z.string() }).nullable(),
});
export type Merge = z.infer<typeof Merge>;
