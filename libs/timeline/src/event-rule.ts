import type { EventRule, ObservationCode } from '#libs/clinical';
import { isLive } from './escalation.ts';
import type { PlanVersion } from './plan-version.ts';

/** For how long an absence that the plan asks to alert for stands where nothing ends it: a night. */
const nightInMinutes = 720;

export interface EventRuleInForce {
  readonly rule: EventRule;
  /** Whether the plan asks for it, of this one patient: then no ceiling of care caps it. */
  readonly isPersonal: boolean;
}

/** What follows from an event at a time: by the plan where it says so, else by the pathway; undefined where nothing does. */
export function eventRuleAt(version: PlanVersion, code: ObservationCode, atMs: number): EventRuleInForce | undefined {
  const personal = version.plan?.absences?.find((one) => one.code === code && isLive(one.reviewAt, atMs));
  if (personal === undefined) {
    const rule = version.pathway.eventRuleOf(code);
    return rule === undefined ? undefined : { rule, isPersonal: false };
  }
  if (personal.alert === null) return undefined;
  const { absence, tier, response: reason, respondWithinMinutes } = personal.alert;
  const rule = { code, tier, reason, respondWithinMinutes, absence, standsForMinutes: nightInMinutes };
  return { rule, isPersonal: true };
}
