/** Clinical risk, least first: the order is the order of urgency. */
export const tiers = ['low', 'low-medium', 'medium', 'high'] as const;
export type Tier = (typeof tiers)[number];

/** The SpO2 scale in force: 2 only while a prescription for hypercapnic respiratory failure is live. */
export type OxygenScale = 1 | 2;

/** Which of two tiers is the more urgent: above 0 when the first is. */
export function compareTiers(one: Tier, other: Tier): number {
  return tiers.indexOf(one) - tiers.indexOf(other);
}
