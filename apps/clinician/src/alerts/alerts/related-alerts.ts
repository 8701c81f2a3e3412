import { tiers } from '#libs/clinical';
import type { AlertRecord } from './alert-decision.ts';

/** Whether acknowledging an alert acknowledges another one of the patient, too: it is raised, and no more urgent. */
export function isRelated(other: AlertRecord, acknowledged: AlertRecord): boolean {
  return (
    other.id !== acknowledged.id &&
    other.stayId === acknowledged.stayId &&
    other.state === 'raised' &&
    other.snooze === null &&
    // Who answers for a score has not answered a call for help.
    other.conditionKind !== 'event' &&
    tiers.indexOf(other.tier) <= tiers.indexOf(acknowledged.tier)
  );
}
