import { observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { PauseReason } from '../events/monitoring.ts';
import { Observation } from '../events/observation.ts';
import { Score, Tier } from '../events/score.ts';
import { PatientId, StayId, WardId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { Alert } from './alert.ts';
import { PatientFlag } from './patient-flags.ts';
import { Responsible } from './responsible.ts';
import { AsOfQuery } from './patient.ts';
import { updateOf } from './update.ts';

const beds = z.number().int().min(1).max(10_000);
const count = z.number().int().min(0).max(10_000);
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as 08:00');

const described = {
  name: z.string().trim().min(1).max(200),
  /** The ODS code of the organisation that runs the ward. */
  organisation: z.string().regex(/^[A-Z0-9]{3,10}$/, 'expected an ODS code: 3 to 10 capital letters and digits'),
  /** Those that patients are admitted for; any, where none is named. */
  pathways: z.array(z.string().trim().min(1).max(100)).max(100),
  /** GP-registered people aged 16 and over whom the ward serves. */
  population: z.number().int().min(1).max(100_000_000),
  /** When the ward is staffed, by the site's clocks; overnight where `until` comes before `from`. */
  hours: z.object({ from: time, until: time }),
  /** Whether people have to sign in to acknowledge an alert from a notification; as the service is set, where nothing is said. */
  replyNeedsSignIn: z.boolean(),
};

export const NewWard = z.object({
  name: described.name,
  organisation: described.organisation.optional(),
  pathways: described.pathways.optional(),
  population: described.population.optional(),
  hours: described.hours.optional(),
  replyNeedsSignIn: described.replyNeedsSignIn.optional(),
  /** How many patients the ward can care for at one time, from now on. */
  beds,
  /** Beds that there is staff for. */
  staffedBeds: count.optional(),
  /** Kits of devices that the ward has for its patients. */
  kits: count.optional(),
  /** How much acuity the staff can care for at one time, in acuity points. */
  acuityPoints: count.optional(),
});
export type NewWard = z.infer<typeof NewWard>;

/** What is left out stays as it is, null takes it away. How many beds there are is dated. */
export const WardChange = z.object({
  name: described.name.optional(),
  organisation: described.organisation.nullable().optional(),
  pathways: described.pathways.nullable().optional(),
  population: described.population.nullable().optional(),
  hours: described.hours.nullable().optional(),
  replyNeedsSignIn: described.replyNeedsSignIn.nullable().optional(),
});
export type WardChange = z.infer<typeof WardChange>;

export const Ward = z.object({
  id: WardId,
  name: z.string(),
  organisation: z.string().nullable(),
  pathways: z.array(z.string()).nullable(),
  population: z.number().int().nullable(),
  hours: z.object({ from: z.string(), until: z.string() }).nullable(),
  /** Null where it is as the service is set. */
  replyNeedsSignIn: z.boolean().nullable(),
  /** Now, those that are closed among them. */
  beds: z.number().int(),
  staffedBeds: z.number().int().nullable(),
  kits: z.number().int().nullable(),
  acuityPoints: z.number().int().nullable(),
  /** Patients with an open stay. */
  patients: z.number().int(),
  createdAt: Instant,
  /** Rises with every change of what describes the ward; beds and patients come and go without one. */
  revision: z.number().int(),
});
export type Ward = z.infer<typeof Ward>;

/** `PUT /wards/{id}`. */
export const WardUpdate = updateOf({ resource: Ward, change: WardChange });

/** A score that counts, as a point of a curve: `min` and `max` are one where nothing was missing. */
export const TrendPoint = Score.pick({ at: true, min: true, max: true });
export type TrendPoint = z.infer<typeof TrendPoint>;

/** The earliest time at which an observation is due by the plan, and every code that is due then. In the past: overdue. */
export const NextDue = z.object({ at: Instant, codes: z.array(z.enum(observationCodes)).min(1) });
export type NextDue = z.infer<typeof NextDue>;

/**
 * A change of the plan that the scoring service does not follow. `not-taken`: it has not read it a minute after the change;
 * `refused`: it could not read it; `in-future`: the change was made by a clock that was ahead, and holds from then on.
 */
export const PlanNotFollowed = z.object({
  /** When the plan was changed. */
  changedAt: Instant,
  because: z.enum(['not-taken', 'refused', 'in-future']),
});
export type PlanNotFollowed = z.infer<typeof PlanNotFollowed>;

/** A score that nothing was missing of, and when. */
export const LastWholeScore = z.object({ at: Instant, total: z.number().int(), tier: Tier });
export type LastWholeScore = z.infer<typeof LastWholeScore>;

/** One patient on the ward's board. */
export const BoardRow = z.object({
  patientId: PatientId,
  stayId: StayId,
  givenName: z.string(),
  familyName: z.string(),
  nhsNumber: z.string(),
  birthDate: z.string(),
  /** What has to be known of the patient wherever they are shown. */
  flags: z.array(PatientFlag),
  pathway: z.string(),
  admittedAt: Instant,
  /** Who has this patient; null where no clinician has said so. */
  responsible: Responsible.nullable(),
  /** The newest score; null where nothing has been scored. */
  score: Score.nullable(),
  /** The newest score with nothing missing, where something is missing of the newest; null where nothing is, or there is none. */
  lastWhole: LastWholeScore.nullable(),
  /** Why NEWS2 does not apply to the patient, where that is so. */
  exclusion: z.string().nullable(),
  /** Why the patient's readings are kept and not scored at the moment, in words: rules that are missing, for instance. */
  notScored: z.string().nullable(),
  /** Set while readings are scored by an older plan than the one on the chart: what its last change asks for does not alert. */
  planNotFollowed: PlanNotFollowed.nullable(),
  /** What the plan says about alerts, where it is less than everything. */
  ceilingOfCare: z
    .object({ alertAtMost: z.enum(['none', 'low-medium', 'medium', 'high']), instruction: z.string().nullable() })
    .nullable(),
  /** Until when no reading is waited for, and why. */
  pause: z.object({ reason: PauseReason, until: Instant }).nullable(),
  /** The newest value of each code by when it was taken. */
  latest: z.array(Observation),
  /** The scores of the last 24 h that count, oldest first: the newest, and of those before it some that lie evenly in time. */
  trend: z.array(TrendPoint).max(12),
  /** Null where no observation is waited for: the plan asks for none, or it is paused. */
  nextDue: NextDue.nullable(),
  /** Most urgent first. */
  alerts: z.array(Alert),
  /** That are open and due. */
  tasks: z.number().int(),
});
export type BoardRow = z.infer<typeof BoardRow>;

/** `/wards/{id}/board`: everyone on the ward, highest risk first, or a page of them. */
export const Board = z.object({
  ward: Ward,
  rows: z.array(BoardRow),
  asOf: Instant,
  /** Where the next rows begin; null after the last. Left out where no limit was asked for: then everyone is there. */
  nextCursor: z.string().nullable().optional(),
});
export type Board = z.infer<typeof Board>;

export const BoardQuery = AsOfQuery.extend({
  /** The most urgent so many rows; everyone where it is left out. */
  limit: z.coerce.number().int().min(1).max(500).optional(),
  /**
   * Where the page before ended; opaque. The order may change from one page to the next: a patient who has moved across its
   * end meanwhile is on both, or on neither until the first page is asked for again.
   */
  cursor: z.string().optional(),
});
export type BoardQuery = z.infer<typeof BoardQuery>;

/** How many patients are at each tier by the score that counts; `unscored` have none. */
export const PatientsByTier = z.object({
  high: z.number().int(),
  medium: z.number().int(),
  'low-medium': z.number().int(),
  low: z.number().int(),
  unscored: z.number().int(),
});
export type PatientsByTier = z.infer<typeof PatientsByTier>;

/** How a ward does, without a name or a reading. */
export const WardOverview = z.object({
  ward: Ward,
  /**
   * The highest tier of a score that counts, the highest total there (null where no score there is complete) and how many
   * patients are there; null where nothing is scored.
   */
  worst: z.object({ tier: Tier, total: z.number().int().nullable(), patients: z.number().int() }).nullable(),
  tiers: PatientsByTier,
  /** Alerts that are raised and not acknowledged. */
  unanswered: z.number().int(),
  /** Of those, how many are past the time by which a response was due. */
  overdue: z.number().int(),
  /** Patients whose next observation should have come by now. */
  observationsOverdue: z.number().int(),
  /** That are open and due. */
  openTasks: z.number().int(),
  /** Open, and neither taken nor reserved; below 0 where the ward has more patients than open beds. */
  bedsFree: z.number().int(),
});
export type WardOverview = z.infer<typeof WardOverview>;

/** `GET /wards/overview`: every ward, by name. */
export const WardsOverview = z.object({ asOf: Instant, wards: z.array(WardOverview) });
export type WardsOverview = z.infer<typeof WardsOverview>;
