import { z } from 'zod';
import type { Tier } from '../charts/tiers.ts';

const minutes = z.number().int().min(1);
const source = z.string().min(1);
/** Of each tier that alerts. */
const byTier = z.strictObject({ 'low-medium': minutes, medium: minutes, high: minutes });

/** What a person says was done about an alert, or found, when they resolve it. */
export const alertOutcomes = [
  'no-action',
  'advice-given',
  'visit-arranged',
  'medication-changed',
  'conveyed-to-hospital',
  'device-problem',
  'false-alarm',
  'other',
] as const;
export type ResolutionOutcome = (typeof alertOutcomes)[number];

/** What is asked of people, and within which time: the part of the general rules that scores nothing. */
export const ResponseRules = z.strictObject({
  /** After how many minutes a resolved alert is raised again while its level stands: of every outcome, by tier. */
  raiseAgain: z.strictObject({ source, afterMinutes: z.record(z.enum(alertOutcomes), byTier) }),
  /** A registered nurse assesses a patient whose total is at least so much, though it is at low risk. */
  assessment: z.strictObject({
    source,
    /** The charts, by their ids, that ask for it. */
    charts: z.array(z.string().min(1)).min(1),
    fromTotal: z.number().int().min(1),
    withinMinutes: minutes,
    /** For how long an assessment holds for totals that are no higher. */
    holdsForMinutes: minutes,
    /** For how long a task that was taken away at a total of 0 stays so for totals that are no higher. */
    settlesForMinutes: minutes,
  }),
  /** Who is to be screened for sepsis when infection is suspected. */
  sepsis: z.strictObject({
    source,
    charts: z.array(z.string().min(1)).min(1),
    fromTotal: z.number().int().min(1),
    orAnyParameterAtLeast: z.literal([1, 2, 3]),
    /** A temperature that makes infection suspected, in Cel: below the one, or above the other. */
    temperature: z.strictObject({ below: z.number(), above: z.number() }),
    /** By the tier of the score. */
    withinMinutes: byTier,
    /** For how long a screen holds while the tier is no higher. */
    holdsForMinutes: minutes,
  }),
});
export type ResponseRules = z.infer<typeof ResponseRules>;

/** The tiers that alert, by which the minutes are given. */
export type ResponseTier = Exclude<Tier, 'low'>;
