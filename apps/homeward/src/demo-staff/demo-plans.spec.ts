import {
  derivedId,
  EscalationPolicyContent,
  NewRota,
  NewRotaOverride,
  NewStaffMember,
  NewTeam,
  ContactMethodsChange,
  RotaId,
  TeamId,
  WardId,
} from '#libs/contracts';
import { gapsOf, shiftAt, type RotaRules } from '#libs/rota';
import { colleagues, type DemoMember } from './demo-people.ts';
import { demoOverride, demoPeople, demoPolicy, demoRota, demoTeam } from './demo-plans.ts';

const signIns: readonly DemoMember[] = [
  { id: 'neil', name: 'Neil Barrow', role: 'nurse' },
  { id: 'hanna', name: 'Hanna Okoro', role: 'healthcare-assistant' },
  { id: 'priya', name: 'Priya Raman', role: 'prescriber' },
];
const wardId = WardId.parse(derivedId('test', 'ward'));
const weekMs = 7 * 24 * 3_600_000;

/** Hours of a week with a change of the clocks: each hour of the day, sooner or later. */
const hoursOfAWeek = Array.from({ length: 34 }, (_, step) => new Date(Date.UTC(2026, 9, 21, step * 5, 30)));
const rulesAt = (now: Date): RotaRules => {
  const { timeZone, layers } = demoRota(signIns, now);
  return { timeZone, layers, overrides: [] };
};

describe('Those who answer the alerts of the demo', () => {
  it.each([
    ['with people who sign in here', signIns],
    ['with people who sign in elsewhere', []],
  ])('are what the API takes, %s', (_case, of) => {
    const now = new Date('2026-11-28T11:00:00Z');
    for (const { member, contacts } of demoPeople(of)) {
      expect(NewStaffMember.safeParse(member).error).toBeUndefined();
      expect(ContactMethodsChange.safeParse(contacts).error).toBeUndefined();
    }
    expect(NewTeam.safeParse(demoTeam(of, wardId)).error).toBeUndefined();
    expect(NewRota.safeParse(demoRota(of, now)).error).toBeUndefined();
    expect(NewRotaOverride.safeParse(demoOverride(now)).error).toBeUndefined();
    const rotaId = RotaId.parse(derivedId('test', 'rota'));
    const teamId = TeamId.parse(derivedId('test', 'team'));
    expect(EscalationPolicyContent.safeParse(demoPolicy({ wardId, rotaId, teamId })).error).toBeUndefined();
  });

  it('have no address that anything would be sent to', () => {
    const everyone = ['nurse', 'healthcare-assistant', 'prescriber', 'operations', 'administrator'] as const;
    const people = demoPeople(everyone.map((role) => ({ id: role, name: role, role })));
    const addresses = people.flatMap(({ contacts }) => contacts.methods.map(({ address }) => address));
    const ofNoPerson = /@example\.org$|^\+447700900\d{3}$|^(?:\{"endpoint":")?https:\/\/192\.0\.2\.1\//;
    expect(addresses.filter((address) => !ofNoPerson.test(address))).toEqual([]);
    expect(addresses.length).toBeGreaterThan(10);
  });

  it('have a person on call who can be reached, at whatever hour the demo is started', () => {
    for (const now of hoursOfAWeek) {
      const shift = shiftAt(rulesAt(now), now.getTime());
      expect({ now, personId: shift?.personId }).toEqual({ now, personId: expect.any(String) });
      expect(shift?.personId).not.toBe(colleagues.unreachableNightNurse.member.id);
    }
  });

  it('leave one night of the next seven days uncovered', () => {
    for (const now of hoursOfAWeek) {
      const span = { start: now.getTime(), end: now.getTime() + weekMs };
      expect(gapsOf(rulesAt(now), span, () => true)).toHaveLength(1);
    }
  });
});
