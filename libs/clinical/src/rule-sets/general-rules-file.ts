import { z } from 'zod';
import { exclusions } from '../charts/chart-file.ts';
import { tiers } from '../charts/tiers.ts';
import { observationCodes } from '../vital-signs/observation-codes.ts';
import { EventRule } from './event-rules.ts';
import { ResponseRules } from './response-rules.ts';

const completedYears = z.number().int().min(0).max(16);

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');

const criticalValue = {
  id,
  code: z.enum(observationCodes),
  tier: z.enum(tiers).exclude(['low']),
  reason: z.string().min(1),
  /** Where it is from: a publication, or `Homeward's own` and why. */
  source: z.string().min(1).optional(),
  /** The age in completed years from which and under which it holds; at any age where neither is given. */
  fromAge: completedYears.optional(),
  underAge: completedYears.optional(),
};

/** A value that alerts for any person: a number beyond a limit, or one of the words of a code that has words. */
export const CriticalValue = z.union([
  z.strictObject({ ...criticalValue, direction: z.enum(['above', 'below']), limit: z.number() }),
  z.strictObject({ ...criticalValue, oneOf: z.array(z.string().min(1)).min(1) }),
]);
export type CriticalValue = z.infer<typeof CriticalValue>;

/** What holds on every pathway: `libs/clinical/rule-sets/general-rules/<id>.v<version>.json`. */
export const GeneralRulesFile = z.strictObject({
  kind: z.literal('general-rules'),
  id,
  version: z.number().int().min(1),
  title: z.string().min(1),
  source: z.string().min(1),
  /** The chart, by its id, that takes the place of a pathway's chart for a person whom that is not for. */
  chartFor: z.partialRecord(z.enum(exclusions), z.string().min(1)),
  /** Beside every chart. */
  always: z.array(CriticalValue),
  /** While there is no chart for the person: what a chart would have found. */
  withoutChart: z.array(CriticalValue),
  /** What follows from events, where a pathway has no rule of its own about one. */
  events: z.array(EventRule).optional(),
  /** What is asked of people, and within which time. */
  responses: ResponseRules.optional(),
});
export type GeneralRulesFile = z.infer<typeof GeneralRulesFile>;
