import { z } from 'zod';
import { tiers } from '../charts/tiers.ts';
import { observationCodes } from '../vital-signs/observation-codes.ts';
import { exclusions } from '../charts/chart-file.ts';
import { EventRule } from './event-rules.ts';

const minutes = z.number().int().min(1);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');
const code = z.enum(observationCodes);
/** A tier that raises an alert. */
const alertTier = z.enum(tiers).exclude(['low']);

/** Where a rule is from: a publication, or `Homeward's own` and why. */
const source = z.string().min(1).optional();

/** What is measured on the pathway, how often it is due, and for how long a value may be used. */
export const Measure = z.strictObject({
  code,
  /** Null where it is never overdue. */
  everyMinutes: minutes.nullable(),
  /** From the chart's or Homeward's defaults where it is not given. */
  validForMinutes: minutes.optional(),
});
export type Measure = z.infer<typeof Measure>;

/** A limit on one code: the value beyond it alerts, at the tier that is named. */
export const PathwayThreshold = z.strictObject({
  id,
  code,
  direction: z.enum(['above', 'below']),
  limit: z.number(),
  /** Where it is given, the limit is so far above or below the newest value of that code, and not a value itself. */
  relativeTo: code.optional(),
  /** The distance is a percentage of that value, not in its unit. */
  asPercent: z.literal(true).optional(),
  /** Where it is given, it holds only while that SpO2 scale does: 2 while it is prescribed. */
  whenScale: z.literal([1, 2]).optional(),
  /** The limit gives way to the lower end of the patient's own target range of saturation while one is prescribed. */
  followsTarget: z.literal(true).optional(),
  tier: alertTier,
  reason: z.string().min(1),
  source,
});
export type PathwayThreshold = z.infer<typeof PathwayThreshold>;

const trend = {
  id,
  tier: alertTier,
  reason: z.string().min(1),
  source,
  /**
   * A value that jumps so far that it alone makes the rule hold is asked for again, and alerts by itself after so long; an hour
   * where it is not given.
   */
  confirmWithinMinutes: minutes.optional(),
};
/** How much longer than its window a rule looks back, so that it does not hang on the hour of measuring; none where it is not given. */
const slackHours = z.number().min(0).max(24).optional();

/** A rule about how something moves. None believes one wild value by itself, and none waits for long: see `trends/`. */
export const TrendRule = z.discriminatedUnion('kind', [
  /** The total (its certain part) rises by at least so much within the window. */
  z.strictObject({
    ...trend,
    kind: z.literal('score-rise'),
    by: z.number().int().min(1),
    withinHours: z.number().min(1),
    slackHours,
  }),
  /**
   * The value now lies so far from the patient's own baseline: the median of the days before the window, or of the first values
   * of a new patient.
   */
  z.strictObject({
    ...trend,
    kind: z.literal('from-baseline'),
    code,
    direction: z.enum(['rise', 'fall']),
    by: z.number().positive(),
    withinHours: z.number().min(1),
    baselineDays: z.number().int().min(1).max(28),
  }),
  /** The value rises (or falls) by at least so much within so many days: 2 kg in 3 days. */
  z.strictObject({
    ...trend,
    kind: z.literal('change'),
    code,
    direction: z.enum(['rise', 'fall']),
    by: z.number().positive(),
    withinHours: z.number().min(1),
    slackHours,
  }),
]);
export type TrendRule = z.infer<typeof TrendRule>;

/** From when on a device's own word on its signal makes a reading poor, and for how long a poor one may wait for a repeat. */
export const QualityRules = z.strictObject({
  poorBelowPerfusionIndex: z.number().min(0).max(100),
  poorAboveMotion: z.number().min(0).max(1),
  poorBelowSignalStrength: z.number().min(0).max(1),
  confirmWithinMinutes: minutes,
  /**
   * For how long the doubt that an extreme value in quarantine casts may stand before it alerts: until then a good reading
   * or a person's answer ends it. Homeward's default where it is not given.
   */
  answerDoubtWithinMinutes: minutes.optional(),
});
export type QualityRules = z.infer<typeof QualityRules>;

export const rungs = ['ask-device', 'ask-patient', 'task', 'welfare-check'] as const;
export type Rung = (typeof rungs)[number];

/** What happens so many minutes after a reading was due and has not come. In rising order, each rung at most once. */
export const LadderRung = z.strictObject({ rung: z.enum(rungs), afterMinutes: z.number().int().min(0) });
export type LadderRung = z.infer<typeof LadderRung>;

/** How urgent alerts may get, and what the clinician who answers is to do. */
export const EscalationRules = z.strictObject({
  /** `none`: the score is shown and raises no alert. */
  alertAtMost: z.enum(['none', 'low-medium', 'medium', 'high']),
  instruction: z.string().min(1).optional(),
  /** An alert has cleared once its level has been at most this for so long; an hour at low risk where it is not given. */
  clearing: z.strictObject({ atMost: z.enum(['low', 'low-medium']), forMinutes: minutes }).optional(),
});
export type EscalationRules = z.infer<typeof EscalationRules>;

/** A pathway: `libs/clinical/rule-sets/pathways/<id>.v<version>.json`. A new one needs no code. */
export const PathwayFile = z.strictObject({
  kind: z.literal('pathway'),
  id,
  version: z.number().int().min(1),
  title: z.string().min(1),
  source: z.string().min(1),
  /** What those who work on the pathway have to know of its rules, such as what they leave out. */
  remark: z.string().min(1).optional(),
  /** The chart by its id. */
  chart: id,
  /** The general rules by their key, `anybody@1`; the newest that there are where it is not given. */
  generalRules: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*@[1-9][0-9]*$/, 'an id and a version, as in anybody@1')
    .optional(),
  /** Whether everybody on the pathway is suspected to have an infection; not unless it says so. */
  suspectedInfection: z.boolean().optional(),
  /** True of everybody on the pathway. */
  exclusion: z.enum(exclusions).nullable(),
  measures: z.array(Measure).min(1),
  /** Whether the chart's own monitoring interval, where shorter, is what makes its parameters due. */
  dueByScore: z.boolean(),
  quality: QualityRules,
  /** Empty where readings are never overdue. */
  ladder: z.array(LadderRung),
  thresholds: z.array(PathwayThreshold),
  trends: z.array(TrendRule),
  /** What follows from events; of those that are not here, by the general rules. */
  events: z.array(EventRule).optional(),
  escalation: EscalationRules,
});
export type PathwayFile = z.infer<typeof PathwayFile>;
