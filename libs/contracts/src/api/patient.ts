import { absenceCodes, observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { AlertTier } from '../events/condition.ts';
import {
  CeilingOfCare,
  Exclusion,
  MonitoringPause,
  AbsenceAlert,
  OxygenScalePrescription,
  TargetSaturation,
  PauseReason,
  PersonalAbsence,
  PersonalThreshold,
  Pregnancy,
} from '../events/monitoring.ts';
import { Observation, ObservationSource, ObservationValue, ReadingQualifiers } from '../events/observation.ts';
import { DeviceId, MessageId, ObservationId, PatientId, ReferralId, StayId, ThresholdId, WardId } from '../ids.ts';
import { DayWithinReach, Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { DischargeDestination } from './discharge.ts';
import { NhsNumber } from './nhs-number.ts';
import { PageQuery } from './page.ts';
import { PatientFlag } from './patient-flags.ts';
import { Responsible } from './responsible.ts';
import { readOnly, updateOf } from './update.ts';

export const NewPatient = z.object({
  nhsNumber: NhsNumber,
  givenName: z.string().trim().min(1).max(200),
  familyName: z.string().trim().min(1).max(200),
  birthDate: z.iso.date(),
});
export type NewPatient = z.infer<typeof NewPatient>;

export const Patient = NewPatient.extend({
  id: PatientId,
  /** The open stay, if there is one. */
  stay: z
    .object({
      id: StayId,
      wardId: WardId,
      pathway: z.string(),
      admittedAt: Instant,
      responsible: Responsible.nullable(),
    })
    .nullable(),
  /** Devices the patient has now. */
  devices: z.array(DeviceId),
  flags: z.array(PatientFlag),
  /** Other records with this name and birth date, at most 20: see `/patients/{id}/possible-duplicates`. */
  possibleDuplicates: z.array(PatientId),
  createdAt: Instant,
  /** False as of an instant before the patient was registered: the identity is of today, and there was nothing else. */
  knownThen: z.boolean(),
});
export type Patient = z.infer<typeof Patient>;

/** `GET /patients/{id}/possible-duplicates`: another record that has the same name and birth date, and another NHS number. */
export const PossibleDuplicate = NewPatient.extend({ patientId: PatientId, createdAt: Instant });
export type PossibleDuplicate = z.infer<typeof PossibleDuplicate>;

const stayReason = z.string().trim().min(1).max(1000);

/** Why a patient gets a bed beyond the ward's capacity; needs the permission `exceed-capacity`, and is counted. */
const OverCapacityReason = stayReason;

export const NewStay = z.object({
  patientId: PatientId,
  wardId: WardId,
  pathway: z.string().trim().min(1).max(100),
  /** Where the patient comes from: from the community, or early out of hospital. */
  entry: z.enum(['step-up', 'step-down']).optional(),
  /** The referral that the admission answers: a bed that is reserved for it is the patient's. */
  referralId: ReferralId.optional(),
  overCapacityReason: OverCapacityReason.optional(),
  /** By the site's clocks. */
  expectedDischargeDate: DayWithinReach.optional(),
  /** Devices that the patient is given with the admission: all of them, or there is no admission. */
  devices: z.array(DeviceId).max(20).optional(),
  /**
   * Why a patient is admitted for whom there is no early-warning chart, so that thresholds alone alert; required for such a
   * patient, and kept in the history of the stay.
   */
  noChartReason: stayReason.optional(),
});
export type NewStay = z.infer<typeof NewStay>;

/** A patient `on-leave` keeps the bed and is not monitored; `cancelled` is an admission that was a mistake. */
export const stayStates = ['admitted', 'on-leave', 'discharged', 'cancelled'] as const;
export const StayState = z.enum(stayStates);
export type StayState = z.infer<typeof StayState>;

/** Whether the stay has a bed: it has not ended. */
export function isOpenStay({ state }: { readonly state: StayState }): boolean {
  return state === 'admitted' || state === 'on-leave';
}

/** Who did something to a stay, when and why. */
const StayCorrection = z.object({ at: Instant, by: PersonReference, reason: z.string() });

export const Stay = z.object({
  id: StayId,
  patientId: PatientId,
  wardId: WardId,
  /** The number of the bed on the ward, from 1; of a stay that has ended, of the bed it had last. */
  bed: z.number().int(),
  pathway: z.string(),
  entry: z.enum(['step-up', 'step-down']).nullable(),
  referralId: ReferralId.nullable(),
  state: StayState,
  admittedAt: Instant,
  admittedBy: PersonReference,
  /** Why the bed was given beyond the capacity of the ward; null where it was not. */
  overCapacityReason: z.string().nullable(),
  expectedDischargeDate: z.string().nullable(),
  /** While the patient is on leave. */
  leave: z.object({ since: Instant, until: Instant, reason: z.string() }).nullable(),
  dischargedAt: Instant.nullable(),
  dischargedBy: PersonReference.nullable(),
  dischargeReason: z.string().nullable(),
  dischargeDestination: DischargeDestination.nullable(),
  /** That the admission was a mistake. */
  cancelled: StayCorrection.nullable(),
  /** That a discharge or a cancellation was undone, the newest time. */
  reinstated: StayCorrection.nullable(),
  /** Who has this patient; null where no clinician has said so, and once the stay has ended. */
  responsible: Responsible.nullable(),
  /** Rises with every change. */
  revision: z.number().int(),
});
export type Stay = z.infer<typeof Stay>;

/** A state of a stay: who made it so, when and why. */
export const StayHistoryEntry = z.object({ at: Instant, by: PersonReference, text: z.string(), stay: Stay });
export type StayHistoryEntry = z.infer<typeof StayHistoryEntry>;

export const StayQuery = PageQuery.extend({
  wardId: WardId.optional(),
  patientId: PatientId.optional(),
  /** `open`: admitted or on leave. */
  state: z.enum([...stayStates, 'open']).optional(),
});
export type StayQuery = z.infer<typeof StayQuery>;

/** With a letter or a digit at least: what is neither is left out of account. */
const PatientSearch = z
  .string()
  .trim()
  .min(2, 'expected at least 2 characters')
  .max(100, 'expected at most 100 characters')
  .regex(/[\p{L}\p{N}]/u, 'expected a name, an NHS number or the id of a device');

/** What was once asked for in the address, where proxies and browsers write it down. */
const inTheBody = z.undefined({
  error: 'found in the address, which others write down; expected in the body of POST /patients/search',
});

/** `GET /patients`. Of whom is asked in the body of `POST /patients/search`, never in an address. */
export const PatientQuery = PageQuery.extend({ nhsNumber: inTheBody.optional(), search: inTheBody.optional() });
export type PatientQuery = z.infer<typeof PatientQuery>;

/** `POST /patients/search`: changes nothing; it is asked in a body since NHS numbers and names belong in no address. */
export const PatientSearchQuery = z.strictObject({
  ...PageQuery.shape,
  /** Finds the one person with this number. */
  nhsNumber: NhsNumber.optional(),
  /**
   * Finds by the beginnings of names in any order, by an NHS number from its third digit on, or by the id of a device that
   * the patient has. People with an open stay come first.
   */
  search: PatientSearch.optional(),
});
export type PatientSearchQuery = z.infer<typeof PatientSearchQuery>;

/** `POST /stays/{id}/transfer`. */
export const TransferStay = z.object({
  wardId: WardId,
  reason: stayReason,
  overCapacityReason: OverCapacityReason.optional(),
});
export type TransferStay = z.infer<typeof TransferStay>;

/** `POST /stays/swap`: two patients exchange their beds. */
export const SwapStays = z.object({
  stayIds: z.tuple([StayId, StayId]).refine(([one, other]) => one !== other, 'expected two different stays'),
  reason: stayReason,
  /** What the person saw of each, by its id: the swap is refused where one of them has changed since. */
  ifRevisions: z.partialRecord(StayId, z.number().int()).optional(),
});
export type SwapStays = z.infer<typeof SwapStays>;

/** Both stays of a swap, in the order in which they were named. */
export const SwappedStays = z.object({ stays: z.tuple([Stay, Stay]) });
export type SwappedStays = z.infer<typeof SwappedStays>;

/** `POST /stays/{id}/leave`: the bed stays the patient's; no reading is waited for until the patient is expected back. */
export const StayLeave = z.object({ until: InstantWithOffset, reason: stayReason });
export type StayLeave = z.infer<typeof StayLeave>;

/** `POST /stays/{id}/return`: the patient is back from leave. */
export const ReturnStay = z.object({});
export type ReturnStay = z.infer<typeof ReturnStay>;

/** `POST /stays/{id}/cancel`: the admission was a mistake. */
export const CancelStay = z.object({ reason: stayReason });
export type CancelStay = z.infer<typeof CancelStay>;

/** `POST /stays/{id}/reinstate`: undoes a discharge or a cancellation. */
export const ReinstateStay = z.object({ reason: stayReason, overCapacityReason: OverCapacityReason.optional() });
export type ReinstateStay = z.infer<typeof ReinstateStay>;

/** `PUT /stays/{id}/expected-discharge-date`; null: not known any more. */
export const ExpectedDischarge = z.object({ date: DayWithinReach.nullable(), reason: stayReason.optional() });
export type ExpectedDischarge = z.infer<typeof ExpectedDischarge>;

/** What a part of a plan is read with and the service alone sets: a client may send back what it got. */
const asRead = readOnly(z.unknown().optional());
const decidedAsRead = { decidedBy: asRead, decidedAt: asRead };

const PersonalThresholdChange = z.strictObject({
  ...decidedAsRead,
  /** Of one that is to stay; left out for a new one. */
  id: ThresholdId.optional(),
  effect: z.enum(['alert', 'accept']),
  code: z.enum(observationCodes),
  direction: z.enum(['above', 'below']),
  limit: z.number(),
  /** For `alert`; required there. */
  tier: AlertTier.optional(),
  reason: z.string().trim().min(1).max(1000),
  reviewAt: InstantWithOffset,
});

/** `POST /patients/{id}/pauses`: no reading is waited for until then. */
export const NewPause = z.strictObject({
  reason: PauseReason,
  /** Now, unless it is said. */
  from: InstantWithOffset.optional(),
  until: InstantWithOffset,
});
export type NewPause = z.infer<typeof NewPause>;

/** `POST /patients/{id}/observations/{observationId}/retract`. */
export const RetractObservation = z.object({ reason: z.string().trim().min(1).max(1000) });
export type RetractObservation = z.infer<typeof RetractObservation>;

/** Everything as it was known at that instant, and not as it has turned out since. */
export const AsOfQuery = z.object({ asOf: InstantWithOffset.optional() });
export type AsOfQuery = z.infer<typeof AsOfQuery>;

/**
 * What a clinician decides; the rest of the plan follows from stay and pathway. Strict: a misspelt
 * member would leave out what a clinician believes to be set.
 */
export const PlanChange = z.strictObject({
  /** Null ends the prescription: scale 1 from now on. */
  oxygenScale: z
    .strictObject({
      scale: z.literal(2),
      prescribedBy: asRead,
      reason: z.string().trim().min(1).max(1000),
      reviewAt: InstantWithOffset,
      /** When it was prescribed before it was entered, in hospital for instance; otherwise now. */
      prescribedAt: InstantWithOffset.optional(),
    })
    .nullable()
    .optional(),
  /** The range in which the patient's SpO2 is to be kept, in %; null ends it: the limits of the pathway hold from now on. */
  targetSaturation: z
    .strictObject({
      prescribedBy: asRead,
      prescribedAt: asRead,
      from: z.number().int().min(70).max(99),
      to: z.number().int().min(71).max(100),
      reason: z.string().trim().min(1).max(1000),
      reviewAt: InstantWithOffset,
    })
    .nullable()
    .optional(),
  /** As `pregnancy`, without dates: `pregnant` says that there is one from now on, null that there is none. */
  exclusion: Exclusion.nullable().optional(),
  /**
   * Which chart is for the patient follows from it: for the time of the pregnancy and four weeks after its end, one that is
   * for it. What is left out stays as it is known, or is from now on; null: there is none, or it was a mistake.
   */
  pregnancy: z
    .strictObject({
      countsUntil: asRead,
      from: InstantWithOffset.optional(),
      dueDate: z.iso.date().nullable().optional(),
      endedAt: InstantWithOffset.nullable().optional(),
    })
    .nullable()
    .optional(),
  /** All personal thresholds from now on; those with an `id` that the plan has stay as they were decided. */
  thresholds: z.array(PersonalThresholdChange).max(50).optional(),
  /** All that holds of absences from now on, in place of the pathway; what is said as before stays as it was decided. */
  absences: z
    .array(
      z.strictObject({
        ...decidedAsRead,
        code: z.enum(absenceCodes),
        /** Null: it does not alert. */
        alert: AbsenceAlert.nullable(),
        reason: z.string().trim().min(1).max(1000),
        reviewAt: InstantWithOffset,
      }),
    )
    .max(absenceCodes.length)
    .optional(),
  /** Null: as the pathway says. */
  ceilingOfCare: z
    .strictObject({
      ...decidedAsRead,
      alertAtMost: z.enum(['none', 'low-medium', 'medium', 'high']),
      instruction: z.string().trim().min(1).max(1000).optional(),
      reason: z.string().trim().min(1).max(1000),
      reviewAt: InstantWithOffset.optional(),
    })
    .nullable()
    .optional(),
  monitoring: z.enum(['intermittent', 'continuous']).optional(),
  /** Replaces what was set before; an empty object is as the pathway says. */
  validityMinutes: z.partialRecord(z.enum(observationCodes), z.number().int().min(1).max(20_160)).optional(),
  dueEveryMinutes: z.partialRecord(z.enum(observationCodes), z.number().int().min(5).max(20_160).nullable()).optional(),
  latenessHours: z.number().int().min(1).max(168).optional(),
  /** Why, where no part of it says so itself: kept with who made the change and when. */
  reason: z.string().trim().min(1).max(1000).optional(),
});
export type PlanChange = z.infer<typeof PlanChange>;

/** How the patient is monitored: what was decided, and what follows from the pathway's rules with it. */
export const Plan = z.object({
  patientId: PatientId,
  revision: z.number().int(),
  pathway: z.string().nullable(),
  ruleSet: z.object({ id: z.string(), version: z.number().int(), title: z.string(), chart: z.string() }),
  /** In force: null once it has lapsed. */
  oxygenScale: OxygenScalePrescription.nullable(),
  /** The prescription that lapsed at its review date and has not been renewed or ended since. */
  lapsedOxygenScale: OxygenScalePrescription.nullable(),
  /** In force: null once it has lapsed, and where none is prescribed. */
  targetSaturation: TargetSaturation.nullable().optional(),
  /** Why no early-warning chart is for the patient, so that thresholds alone alert; null where there is one. */
  exclusion: Exclusion.nullable(),
  /** When there will be a chart for them, where that is known. */
  scoredFrom: Instant.nullable(),
  /** While it counts: until four weeks after its end. Left out by services from before it had dates. */
  pregnancy: Pregnancy.nullable().optional(),
  monitoring: z.enum(['intermittent', 'continuous']),
  /** Of each code that is measured: for how long a value may be used, and how often it is due. */
  validityMinutes: z.record(z.string(), z.number().int()),
  dueEveryMinutes: z.record(z.string(), z.number().int().nullable()),
  thresholds: z.array(PersonalThreshold),
  /** Those that have not lapsed. */
  absences: z.array(PersonalAbsence).optional(),
  ceilingOfCare: CeilingOfCare.nullable(),
  /** What holds: the ceiling of care, or what the pathway says. */
  escalation: z.object({
    alertAtMost: z.enum(['none', 'low-medium', 'medium', 'high']),
    instruction: z.string().nullable(),
  }),
  pauses: z.array(MonitoringPause),
  latenessHours: z.number().int(),
  changedAt: Instant,
});
export type Plan = z.infer<typeof Plan>;

/** `PUT /patients/{id}/plan`. */
export const PlanUpdate = updateOf({ resource: Plan, change: PlanChange, isTyped: false });

/** One observation as the chart shows it. */
export const ChartedObservation = Observation.extend({
  patientId: PatientId,
  messageId: MessageId,
  deviceId: DeviceId.nullable(),
  source: ObservationSource,
  enteredBy: PersonReference.nullable(),
  receivedAt: Instant,
  /** The person who released it from quarantine. */
  releasedBy: PersonReference.nullable(),
  /** It does not count: who says so, why and since when. */
  retracted: z.object({ by: PersonReference, reason: z.string(), at: Instant }).nullable(),
});
export type ChartedObservation = z.infer<typeof ChartedObservation>;

/** A part of a patient's history, by when things were taken: from this time on, until just before that one. */
export const ScoreQuery = PageQuery.extend({
  from: InstantWithOffset.optional(),
  to: InstantWithOffset.optional(),
  ...AsOfQuery.shape,
});
export type ScoreQuery = z.infer<typeof ScoreQuery>;
export const ObservationQuery = ScoreQuery.extend({ code: z.enum(observationCodes).optional() });
export type ObservationQuery = z.infer<typeof ObservationQuery>;

/** `POST /patients/{id}/observations`: readings taken by phone or on a visit; down the same path as a device's. Null is absent. */
export const EnteredObservations = z.object({
  /** Repeat it when trying again after a failure, so that nothing is charted twice; made up when left out. */
  messageId: MessageId.nullish(),
  takenAt: InstantWithOffset,
  /** Observations that these take the place of: they are retracted with the same stroke. */
  corrects: z
    .array(z.object({ observationId: ObservationId, reason: z.string().trim().min(1).max(1000) }))
    .max(50)
    .nullish(),
  source: z.enum(['patient', 'carer', 'clinician']).nullable().default('clinician'),
  readings: z
    .array(
      z.object({
        code: z.string(),
        value: ObservationValue,
        unit: z.string().nullish(),
        qualifiers: ReadingQualifiers.nullish(),
      }),
    )
    .min(1)
    .max(50),
});
export type EnteredObservations = z.infer<typeof EnteredObservations>;
