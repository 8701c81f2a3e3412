/** Who answers the demo's alerts: its people, team, rota and escalation policy, as data. */
import {
  type EscalationPolicyContent,
  instant,
  type NewRota,
  type NewRotaOverride,
  type NewTeam,
  type RotaId,
  type TeamId,
  type WardId,
  weekdays,
} from '#libs/contracts';
import { colleagues, type DemoMember, type DemoPerson, demoPersonOf } from './demo-people.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** As short as a policy may wait: the demo is watched for a few minutes. */
const waitMinutes = 1;

export const teamName = 'Riverside response';
export const rotaName = 'Riverside nurses on call';

export function demoPeople(signIns: readonly DemoMember[]): readonly DemoPerson[] {
  return [...signIns.map(demoPersonOf), ...Object.values(colleagues)];
}

/** The nurse and the healthcare assistant who sign in, and a colleague. */
export function demoTeam(signIns: readonly DemoMember[], wardId: WardId): NewTeam {
  const personIds = [...idsOf(signIns, ['nurse', 'healthcare-assistant']), colleagues.secondDayNurse.member.id];
  return { name: teamName, wardIds: [wardId], personIds, teamIds: [] };
}

/** Days and nights in turns, with one night a week that no person has: three days from now, so that it is warned of. */
export function demoRota(signIns: readonly DemoMember[], now: Date): NewRota {
  const { secondDayNurse, nightNurse, secondNightNurse, unreachableNightNurse } = colleagues;
  // Before this week, so that its calendar is full; six days before yesterday, which is whole rotations of two and of three.
  const began = instant(now.getTime() - 7 * dayMs).slice(0, 10);
  const turns = { handoverTimes: ['08:00', '20:00'], every: { count: 1, unit: 'day' as const } };
  const withoutNight = weekdays[(now.getUTCDay() + 6 + 3) % 7];
  return {
    name: rotaName,
    timeZone: 'Europe/London',
    layers: [
      {
        ...turns,
        name: 'Days',
        start: `${began}T08:00`,
        personIds: [secondDayNurse.member.id, ...idsOf(signIns, ['nurse'])],
        restrictTo: [{ days: [...weekdays], from: '08:00', until: '20:00' }],
      },
      {
        ...turns,
        name: 'Nights',
        start: `${began}T20:00`,
        // The last one has their first night tomorrow.
        personIds: [nightNurse, secondNightNurse, unreachableNightNurse].map(({ member }) => member.id),
        restrictTo: [{ days: weekdays.filter((day) => day !== withoutNight), from: '20:00', until: '08:00' }],
      },
    ],
  };
}

/** Four hours, in two days, that a colleague takes over. */
export function demoOverride(now: Date): NewRotaOverride {
  const from = Math.ceil(now.getTime() / hourMs) * hourMs + 2 * dayMs;
  return { from: instant(from), until: instant(from + 4 * hourMs), personId: colleagues.nightNurse.member.id };
}

/** The nurse on call, then the team, then the prescribers, and at last the administrators, a minute apart. */
export function demoPolicy({
  wardId,
  rotaId,
  teamId,
}: {
  readonly wardId: WardId;
  readonly rotaId: RotaId;
  readonly teamId: TeamId;
}): EscalationPolicyContent {
  return {
    name: 'Riverside, every alert',
    wardId,
    steps: [
      { notify: [{ rotaId }], waitMinutes, repeat: 0 },
      { notify: [{ teamId }], waitMinutes, repeat: 0 },
      { notify: [{ role: 'prescriber' }], waitMinutes, repeat: 1 },
    ],
    fallback: { role: 'administrator' },
  };
}

const idsOf = (signIns: readonly DemoMember[], roles: readonly DemoMember['role'][]): readonly string[] =>
  signIns.filter(({ role }) => roles.includes(role)).map(({ id }) => id);
