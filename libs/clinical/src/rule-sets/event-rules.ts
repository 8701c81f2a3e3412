import { z } from 'zod';
import { tiers } from '../charts/tiers.ts';
import { eventCodes, isCallForHelp, observationCodes, type ObservationCode } from '../vital-signs/observation-codes.ts';
import { absenceFaults, AbsenceRule } from './absence-rules.ts';
import { repetitions } from './repetitions.ts';
import { fault } from './limit-faults.ts';
import { type FaultInFile, shown } from './schema-faults.ts';

const alertTier = z.enum(tiers).exclude(['low']);
const reason = z.string().min(1);

/** What follows from an event, such as a fall: who is notified follows from the tier, by the ward's escalation policies. */
export const EventRule = z.strictObject({
  code: z.enum(observationCodes),
  tier: alertTier,
  reason,
  /** Where it is from: a publication, or `Homeward's own` and why. */
  source: z.string().min(1).optional(),
  /** By the tier where it is not given. */
  respondWithinMinutes: z.number().int().min(1).optional(),
  /** For how long the person, or the device, can take it back before it alerts; at once where it is not given. */
  cancelWithinSeconds: z.number().int().min(1).max(3600).optional(),
  /** A second event within that time, of which the first was not cancelled, alerts at once, whatever can be cancelled. */
  again: z.strictObject({ withinMinutes: z.number().int().min(1).max(10_080), tier: alertTier, reason }).optional(),
  /** Of who has left the bed or opened the door: it alerts once they have not come back in time, and only within these hours. */
  absence: AbsenceRule.optional(),
  /** For how long its level stands unless it is cancelled. */
  standsForMinutes: z.number().int().min(1).max(10_080),
});
export type EventRule = z.infer<typeof EventRule>;

const dayInMinutes = 1440;

/** What holds of a call for help that no rule is about: it is never silent for want of a rule. */
function ruleOfCall(code: ObservationCode): EventRule {
  return { code, tier: 'high', reason: 'a call for help.', standsForMinutes: dayInMinutes };
}

/** The rules by code: those of the pathway, else the general ones. */
export function eventRulesOf(
  ofPathway: readonly EventRule[] = [],
  general: readonly EventRule[] = [],
): ReadonlyMap<ObservationCode, EventRule> {
  const calls = eventCodes.filter(isCallForHelp).map(ruleOfCall);
  return new Map([...calls, ...general, ...ofPathway].map((rule) => [rule.code, rule]));
}

/** What is wrong with rules of events whose shape is right. */
export function eventRuleFaults(rules: readonly EventRule[] = []): readonly FaultInFile[] {
  const notEvents = rules.flatMap(({ code }, index) =>
    eventCodes.includes(code) ? [] : [fault(`events[${index}].code`, shown(code), `one of ${eventCodes.join(', ')}`)],
  );
  const ofAbsences = rules.flatMap((rule, index) => absenceFaults(rule, `events[${index}]`));
  return [...repetitions(rules, 'events', 'code'), ...notEvents, ...ofAbsences];
}
