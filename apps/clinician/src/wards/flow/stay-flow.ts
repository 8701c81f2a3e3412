import type { PatientId, WardId } from '#libs/contracts';

/** The stays of one pathway that have a bed on a ward at a time. */
export interface PresentStays {
  readonly wardId: WardId;
  readonly pathway: string;
  readonly stays: number;
  readonly onLeave: number;
  /** Since each was admitted, together. */
  readonly days: number;
  readonly patientIds: readonly PatientId[];
}

/** What came to a ward and went from it, of one pathway. */
export interface StayMoves {
  readonly wardId: WardId;
  readonly pathway: string;
  /** In the day before. */
  readonly admittedUp: number;
  readonly admittedDown: number;
  readonly admittedUnknown: number;
  readonly discharges: number;
  /** In the 28 days before. */
  readonly ended: number;
  readonly endedDays: number;
}

/** How many accepted referrals of a pathway wait for a bed. */
export interface WaitingOfPathway {
  readonly pathway: string;
  readonly waiting: number;
}

/** Stays that ended in a period. */
export interface EndedStays {
  readonly wardId: WardId;
  readonly pathway: string;
  readonly stays: number;
  /** Of them, those that ended in hospital. */
  readonly toHospital: number;
  readonly days: number;
}
