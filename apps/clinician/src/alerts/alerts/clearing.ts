import { tiers, type EscalationRules, type Tier } from '#libs/clinical';

/** When an alert has cleared: its level has been at most so high for so long. */
export interface Clearing {
  readonly atMost: Tier;
  readonly forMinutes: number;
}

/** An hour at low risk, where a pathway says nothing: as long as the chart lets pass until the next set after an alert. */
const usual: Clearing = { atMost: 'low', forMinutes: 60 };

/** What the rules of a pathway say; the usual where there are none. */
export const clearingOf = (rules: EscalationRules | undefined): Clearing => rules?.clearing ?? usual;

/** Whether the level is low enough for the alert to clear in time. */
export const isCalm = (level: Tier, { atMost }: Clearing): boolean => tiers.indexOf(level) <= tiers.indexOf(atMost);
