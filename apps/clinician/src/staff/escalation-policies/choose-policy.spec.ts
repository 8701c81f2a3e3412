import { derivedId, type EscalationPolicy, EscalationPolicyId, instant, WardId } from '#libs/contracts';
import { choosePolicy, type PolicySubject } from './choose-policy.ts';

const wardId = WardId.parse(derivedId('test', 'ward'));
const at = new Date('2026-11-22T02:00:00Z');
const aPolicy = (name: string, over: Partial<EscalationPolicy> = {}): EscalationPolicy => ({
  id: EscalationPolicyId.parse(derivedId('test', name)),
  name,
  wardId,
  steps: [{ notify: [{ role: 'nurse' }], waitMinutes: 5, repeat: 0 }],
  fallback: { role: 'administrator' },
  version: 1,
  revision: 1,
  changedAt: instant(at),
  changedBy: { id: 'ada', name: 'Ada' },
  retiredAt: null,
  ...over,
});
const subject: PolicySubject = { wardId, pathway: 'frailty', tier: 'high', hasCeilingOfCare: false, at };
const night = { from: '20:00', until: '08:00', timeZone: 'Europe/London' };
const day = { from: '08:00', until: '20:00', timeZone: 'Europe/London' };
const any = aPolicy('any');

describe('The policy that fits most closely', () => {
  it.each<[claim: string, policies: EscalationPolicy[], over: Partial<PolicySubject>, chosen: string | undefined]>([
    ['none of another ward', [aPolicy('x', { wardId: WardId.parse(derivedId('test', 'other')) })], {}, undefined],
    ['none that is retired', [aPolicy('x', { retiredAt: instant(at) })], {}, undefined],
    ['the one for the ward', [any], {}, 'any'],
    ['the one for the pathway before that', [any, aPolicy('frailty', { pathway: 'frailty' })], {}, 'frailty'],
    ['none of another pathway', [any, aPolicy('diabetes', { pathway: 'diabetes' })], {}, 'any'],
    ['the one for the tier', [any, aPolicy('high', { tiers: ['high'] })], {}, 'high'],
    ['none of other tiers', [any, aPolicy('others', { tiers: ['medium', 'low-medium'] })], {}, 'any'],
    [
      'the pathway before the tier',
      [aPolicy('high', { tiers: ['high'] }), aPolicy('frailty', { pathway: 'frailty' })],
      {},
      'frailty',
    ],
    ['the one for the hour, past midnight', [any, aPolicy('night', { hours: night })], {}, 'night'],
    ['none of another hour', [any, aPolicy('day', { hours: day })], {}, 'any'],
    ['by the clocks of the zone', [any, aPolicy('day', { hours: { ...day, timeZone: 'Asia/Tokyo' } })], {}, 'day'],
    ['at the minute it begins', [any, aPolicy('day', { hours: day })], { at: new Date('2026-11-22T08:00Z') }, 'day'],
    ['not at the minute it ends', [any, aPolicy('day', { hours: day })], { at: new Date('2026-11-22T20:00Z') }, 'any'],
    [
      'the one for a ceiling of care before all others',
      [aPolicy('frailty', { pathway: 'frailty' }), aPolicy('ceiling', { ceilingOfCare: true })],
      { hasCeilingOfCare: true },
      'ceiling',
    ],
    ['none for a ceiling of care without one', [any, aPolicy('ceiling', { ceilingOfCare: true })], {}, 'any'],
    [
      'of two alike the one that was changed last',
      [any, aPolicy('newer', { changedAt: instant(new Date('2026-11-23T00:00Z')) })],
      {},
      'newer',
    ],
  ])('is %s', (_claim, policies, over, chosen) => {
    expect(choosePolicy(policies, { ...subject, ...over })?.name).toBe(chosen);
    expect(choosePolicy(policies.toReversed(), { ...subject, ...over })?.name).toBe(chosen);
  });
});
