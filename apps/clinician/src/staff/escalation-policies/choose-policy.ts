import type { AlertTier, EscalationPolicy, PolicyHours, WardId } from '#libs/contracts';

/** What of an alert decides about its policy. */
export interface PolicySubject {
  readonly wardId: WardId;
  readonly pathway: string | undefined;
  readonly tier: AlertTier;
  readonly hasCeilingOfCare: boolean;
  readonly at: Date;
}

/**
 * The policy that fits most closely: one for the ceiling of care before others, then one for the pathway, for the tier, for
 * the hour; among equals the one that was changed last. Undefined where none fits.
 */
export function choosePolicy(
  policies: readonly EscalationPolicy[],
  subject: PolicySubject,
): EscalationPolicy | undefined {
  return policies
    .filter((policy) => fits(policy, subject))
    .toSorted((one, other) => compareKeys(closeness(other), closeness(one)))
    .at(0);
}

function fits(policy: EscalationPolicy, { wardId, pathway, tier, hasCeilingOfCare, at }: PolicySubject): boolean {
  return (
    policy.retiredAt === null &&
    policy.wardId === wardId &&
    (policy.pathway === undefined || policy.pathway === pathway) &&
    (policy.tiers === undefined || policy.tiers.includes(tier)) &&
    (policy.ceilingOfCare === undefined || hasCeilingOfCare) &&
    (policy.hours === undefined || isWithin(policy.hours, at))
  );
}

function closeness(policy: EscalationPolicy): readonly (number | string)[] {
  const { ceilingOfCare, pathway, tiers, hours, changedAt, id } = policy;
  const isGiven = (part: unknown): number => Number(part !== undefined);
  return [isGiven(ceilingOfCare), isGiven(pathway), isGiven(tiers), isGiven(hours), changedAt, id];
}

function compareKeys(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  for (const [index, key] of one.entries()) {
    const against = other[index] ?? key;
    if (key !== against) return key < against ? -1 : 1;
  }
  return 0;
}

/** By the clocks of the time zone; `from` later than `until` passes midnight. */
function isWithin({ from, until, timeZone }: PolicyHours, at: Date): boolean {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const now = time.format(at);
  return from < until ? from <= now && now < until : now >= from || now < until;
}
