import { z } from 'zod';
import { AlertTier, Condition, conditionKinds } from '../events/condition.ts';
import { Tier } from '../events/score.ts';
import { PatientId, StayId, WardId } from '../ids.ts';
import { Instant } from '../instant.ts';

/**
 * Why two scores of one time differ, by what comes first: another `chart`; the SpO2 `scale`; other readings still `valid`;
 * other `points` for the same values; or there is a score on one side alone, because a value aged out at another time.
 */
export const scoreDifferences = ['chart', 'scale', 'validity', 'points', 'only-live', 'only-replayed'] as const;
export type ScoreDifference = (typeof scoreDifferences)[number];

/**
 * What became of one alert: a condition rose to a tier. `same`: at the same time under both rules. `earlier`, `later`: the
 * rules on trial reach the tier so much before or after. `lost`: not while it lasted. `new`: live had no such alert then.
 */
export const ComparedAlert = z.object({
  stayId: StayId,
  condition: Condition,
  tier: AlertTier,
  outcome: z.enum(['same', 'earlier', 'later', 'lost', 'new']),
  liveAt: Instant.nullable(),
  replayedAt: Instant.nullable(),
  /** How much earlier the rules on trial are, in minutes; below 0 later, null where only one of the two alerted. */
  leadMinutes: z.number().nullable(),
});
export type ComparedAlert = Readonly<z.infer<typeof ComparedAlert>>;

/** `ceiling`: the plan lets another tier be alerted for. Else what the condition is made of is another. */
export const alertDifferences = ['ceiling', ...conditionKinds] as const;
export type AlertDifference = (typeof alertDifferences)[number];

/** An alert of a replay, with whose it is and what about the rules made the difference. */
export const ReplayedAlert = ComparedAlert.extend({
  patientId: PatientId,
  /** Null where there is no difference. */
  because: z.enum(alertDifferences).nullable(),
});
export type ReplayedAlert = Readonly<z.infer<typeof ReplayedAlert>>;

export const ShownScore = z.object({ total: z.number().nullable(), min: z.number(), max: z.number(), tier: Tier });
export type ShownScore = Readonly<z.infer<typeof ShownScore>>;

export const DifferentScore = z.object({
  patientId: PatientId,
  at: Instant,
  because: z.enum(scoreDifferences),
  live: ShownScore.nullable(),
  replayed: ShownScore.nullable(),
});
export type DifferentScore = Readonly<z.infer<typeof DifferentScore>>;

/** A change of level that live published otherwise than the replay would have, in any field that says something of the patient. */
export const DifferentSignal = z.object({
  patientId: PatientId,
  stayId: StayId,
  condition: Condition,
  at: Instant,
  /** The tier that was reached, or left for; null where there was no change then. */
  live: Tier.nullable(),
  replayed: Tier.nullable(),
});
export type DifferentSignal = Readonly<z.infer<typeof DifferentSignal>>;

const count = z.number().int().min(0);
const counts = { live: count, replayed: count, same: count, earlier: count, later: count, lost: count, new: count };

/**
 * `homeward replay --format json`: what another rule set would have made of what was measured. The same question over the
 * same data gives the same report.
 */
export const ReplayReport = z.object({
  /** As it was asked for: `live`, or the path. */
  rules: z.string(),
  from: Instant,
  to: Instant,
  wardId: WardId.nullable(),
  patients: count,
  patientDays: z.number(),
  readingTimes: count,
  alertsPerPatientDay: z.object({ live: z.number().nullable(), replayed: z.number().nullable() }).readonly(),
  byTier: z.array(z.object({ tier: AlertTier, ...counts }).readonly()).readonly(),
  byCondition: z.array(z.object({ condition: Condition, ...counts }).readonly()).readonly(),
  /** Days of UTC. */
  byDay: z.array(z.object({ day: z.iso.date(), live: count, replayed: count }).readonly()).readonly(),
  /** Of the alerts on both sides that differ in time: how many for each bar, from the latest to the earliest. */
  leads: z.array(z.object({ fromMinutes: z.number(), alerts: count }).readonly()).readonly(),
  signals: z
    .object({
      compared: count,
      different: count,
      /** The first, by patient and time; all of them are counted. */
      first: z.array(DifferentSignal.readonly()).readonly(),
    })
    .readonly(),
  scores: z
    .object({
      compared: count,
      different: count,
      because: z.array(z.object({ reason: z.enum(scoreDifferences), scores: count }).readonly()).readonly(),
      /** The first, by patient and time; all of them are counted. */
      first: z.array(DifferentScore.readonly()).readonly(),
    })
    .readonly(),
  /** By patient and time. */
  alerts: z.array(ReplayedAlert.readonly()).readonly(),
});
export type ReplayReport = Readonly<z.infer<typeof ReplayReport>>;
