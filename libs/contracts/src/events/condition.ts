import { z } from 'zod';

export const alertTiers = ['low-medium', 'medium', 'high'] as const;
export const AlertTier = z.enum(alertTiers);
export type AlertTier = z.infer<typeof AlertTier>;

export const conditionKinds = ['score', 'threshold', 'trend', 'doubt', 'event', 'silence'] as const;
export const ConditionKind = z.enum(conditionKinds);
export type ConditionKind = z.infer<typeof ConditionKind>;

/**
 * What an alert can be about: `score`, `silence`, or one threshold or trend by the id that its rule has in the pathway or
 * the plan: `threshold:glucose-low`, `trend:weight-gain`. A doubt is about the code of which
 * only a value came that could not be taken: `doubt:respiration-rate`; an event about what happened: `event:fall`.
 */
export const Condition = z
  .string()
  .regex(/^(?:score|silence|threshold:[A-Za-z0-9-]+|trend:[A-Za-z0-9-]+|doubt:[a-z0-9-]+|event:[a-z0-9-]+)$/)
  .brand<'Condition'>();
export type Condition = z.infer<typeof Condition>;

/** The condition of a kind; `rule` names the threshold or trend, or the code that is doubtful or happened. */
export function conditionOf(kind: ConditionKind, rule?: string): Condition {
  // The pattern above is made of exactly these.
  return (rule === undefined ? kind : `${kind}:${rule}`) as Condition;
}

export function kindOfCondition(condition: Condition): ConditionKind {
  const [kind] = condition.split(':');
  return ConditionKind.parse(kind);
}
