import type {
  CarriedCounts,
  ContactId,
  DeviceId,
  Instant,
  MergeId,
  NoteId,
  PatientFlag,
  PatientId,
  PersonReference,
  ReferralId,
  StayId,
} from '#libs/contracts';

/** The rows that a merge took from the duplicate, by which they are given back. What belongs to a stay goes with the stay. */
export interface CarriedRows {
  readonly stayIds: readonly StayId[];
  readonly referralIds: readonly ReferralId[];
  readonly contactIds: readonly ContactId[];
  readonly noteIds: readonly NoteId[];
  readonly quarantinedIds: readonly string[];
  readonly holdings: readonly { readonly id: string; readonly deviceId: DeviceId }[];
  /** That the record which stays did not have. */
  readonly flags: readonly PatientFlag[];
  /** What had been decided for the record that stays, where the duplicate's decisions took its place. */
  readonly decisionsBefore: Readonly<Record<string, unknown>> | null;
  /** Readings that were taken before are not scored under the record that they were carried to. */
  readonly scoredSince: Instant;
}

/** A merge as it is stored. */
export interface MergeRecord {
  readonly id: MergeId;
  readonly survivorId: PatientId;
  readonly duplicateId: PatientId;
  readonly by: PersonReference;
  readonly at: Instant;
  readonly reason: string;
  readonly counts: CarriedCounts;
  readonly carried: CarriedRows;
  readonly undone: { readonly by: PersonReference; readonly at: Instant; readonly reason: string } | null;
}
