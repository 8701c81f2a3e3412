import { observationCodes, tiers } from '#libs/clinical';
import { z } from 'zod';
import { DeviceId, EventId, ObservationId, PatientId, ScoreId, StayId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { type AlertTier, Condition } from './condition.ts';
import { DoubtCause, ObservationValue, SignalQuality } from './observation.ts';

export const Tier = z.enum(tiers);

const points = z.literal([0, 1, 2, 3]);

/** A parameter of the chart by its name there: `respirationRate`. */
export const ParameterName = z.string().regex(/^[a-z][A-Za-z0-9]*$/);

/**
 * Points of each parameter of the chart; null where it is missing, which is never 0. A saturation on scale 2 is null,
 * too, while it is not known whether oxygen is given and its points depend on that: it is then not in `missing`.
 */
export const ScoreComponents = z.record(ParameterName, points.nullable());
export type ScoreComponents = z.infer<typeof ScoreComponents>;

/** A reading that a score was made of. */
export const ScoreInput = z.object({
  parameter: ParameterName,
  code: z.enum(observationCodes),
  observationId: ObservationId,
  value: ObservationValue,
  takenAt: Instant,
  /** Whole seconds from when it was taken to the moment of the score. */
  ageSeconds: z.number().int().min(0),
  quality: SignalQuality.optional(),
  /** By how many seconds its time was put back: the clock of its device is known to be ahead. */
  correctedBy: z.number().int().min(1).optional(),
  /** Which device took it, where others are beside it and a device did. */
  deviceId: DeviceId.optional(),
  /**
   * Readings of the same code at the same time that did not count: corrected by a later one of their own device, or less
   * alarming than that of another device.
   */
  beside: z
    .array(
      z.object({
        observationId: ObservationId,
        value: ObservationValue,
        deviceId: DeviceId.nullable(),
        why: z.enum(['corrected', 'less-alarming']),
      }),
    )
    .optional(),
});
export type ScoreInput = z.infer<typeof ScoreInput>;

/** What made a score differ from the one before it. */
export const ScoreCause = z.enum(['reading', 'aged-out', 'scale-change', 'plan-change']);
export type ScoreCause = z.infer<typeof ScoreCause>;

/** How soon scores ask for the next reading of a code whose newest was taken before. */
export const AskedOfCode = z.object({
  code: z.enum(observationCodes),
  /** When its newest reading was taken. */
  takenAt: Instant,
  everyMinutes: z.number().int().min(1),
  /** Since when: the moment of the score that asked for it sooner, or when it was taken. */
  from: Instant,
});
export type AskedOfCode = z.infer<typeof AskedOfCode>;

/**
 * Topic `scores`, keyed by patient: the early-warning score of one patient at one moment. A later event with the same
 * id and a higher revision corrects it, or withdraws it.
 */
export const Score = z.object({
  /** Follows from patient and moment: see `scoreId`. */
  id: ScoreId,
  /** 1 at first; one higher with each correction. */
  revision: z.number().int().min(1),
  patientId: PatientId,
  /** The moment it belongs to: when its newest reading was taken, a value aged out, or the plan changed. */
  at: Instant,
  /** Null while a parameter is missing: then only `min` and `max` are known. */
  total: z.number().int().min(0).nullable(),
  min: z.number().int().min(0),
  max: z.number().int().min(0),
  complete: z.boolean(),
  /** In the order of the chart. */
  missing: z.array(ParameterName),
  /** Of what is missing, what has been measured before and is too old now. */
  agedOut: z.array(z.object({ parameter: ParameterName, takenAt: Instant })),
  /**
   * Of what is missing, that of which the newest reading could not be taken: when it was taken, what was found and why it was
   * refused. The value before it stands no more. Absent where there is none.
   */
  doubtful: z
    .array(
      z.object({
        parameter: ParameterName,
        code: z.enum(observationCodes),
        takenAt: Instant,
        because: DoubtCause,
        found: z.string(),
      }),
    )
    .optional(),
  /** What `min` and the known components already prove. */
  tier: Tier,
  /** What the missing parameters could still make of it. */
  highestTier: Tier,
  scale: z.union([z.literal(1), z.literal(2)]),
  /** By whose prescription, where the scale is 2. */
  scalePrescription: z
    .object({ prescribedBy: PersonReference, prescribedAt: Instant, reviewAt: Instant, reason: z.string() })
    .nullable(),
  components: ScoreComponents,
  /** The reading that made it came after a newer one. */
  late: z.boolean(),
  /** What made it. */
  because: ScoreCause,
  /** It does not stand any more: a reading that came late, or was retracted, has made it a moment that never was. */
  withdrawn: z.boolean(),
  /** Words for how often to measure, as the chart says: `every 1 h`. */
  monitoring: z.string(),
  /** Homeward's or the site's own time for the urgency that the chart names; null where there is none. */
  responseWithinMinutes: z.number().int().nullable(),
  /** The chart: `news2-2017`. */
  ruleSet: z.string(),
  /** The pathway's rules with their version: `heart-failure@1`; null before there is a plan. */
  pathway: z.string().nullable(),
  inputs: z.array(ScoreInput),
  /** Of each code of the chart that was taken before this moment; absent where there is none, or no score asks for anything. */
  asked: z.array(AskedOfCode).optional(),
  /** The observation set, change of plan, or passing of time that made or corrected it, and when that was known. */
  causedBy: EventId,
  receivedAt: Instant,
});
export type Score = z.infer<typeof Score>;

/** What made a level change. */
export const SignalCause = z.enum([
  'reading',
  /** A poor reading was confirmed, or had waited for a repeat for long enough. */
  'confirmed',
  'aged-out',
  'overdue',
  'lapsed',
  'plan-change',
]);
export type SignalCause = z.infer<typeof SignalCause>;

/**
 * Topic `signals`, keyed by patient: at this moment one condition of the patient changed its level during a stay. The
 * signals that stand are a function of what was measured and planned, not of the order in which it came: a later event
 * with the same id and a higher revision corrects or withdraws one.
 */
export const Signal = z.object({
  /** Follows from stay, condition and moment: see `signalId`. */
  id: EventId,
  revision: z.number().int().min(1),
  kind: z.enum(['tier-reached', 'tier-left', 'withdrawn']),
  patientId: PatientId,
  stayId: StayId,
  condition: Condition,
  /** The level from this moment on; `low` is none. For `tier-left` it is lower than `previousTier`. */
  tier: Tier,
  previousTier: Tier,
  /** The moment of the change: when a reading was taken, a value aged out, something was overdue. */
  at: Instant,
  because: SignalCause,
  /** A later moment was known already when this became known, and the level is lower there: history, not news. */
  late: z.boolean(),
  /** Why, in words. */
  reason: z.string(),
  /** What the plan says about answering it. */
  instruction: z.string().nullable(),
  /** Null: by the tier. */
  respondWithinMinutes: z.number().int().min(1).nullable(),
  /** The score that it is put down to, the last at or before the moment; null for a condition that none belongs to. */
  score: Score.nullable(),
  /** When what changed it reached us: reading-to-alert time is counted from here. */
  receivedAt: Instant,
});
export type Signal = z.infer<typeof Signal>;

/** The tier a level stands for when it raises an alert; null for `low`, which is none. */
export function alertTierOf(tier: z.infer<typeof Tier>): AlertTier | null {
  return tier === 'low' ? null : tier;
}
