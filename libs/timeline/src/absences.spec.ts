import type { EventRule } from '#libs/clinical';
import { DeviceId, type PersonalAbsence } from '#libs/contracts';
import { aPathway, PatientFixture, testRules } from '#libs/fixtures';
import { RecordedHistory } from './recorded-history.harness.ts';

const outOfBed: EventRule = {
  code: 'bed-left',
  tier: 'low-medium',
  reason: 'ring.',
  standsForMinutes: 480,
  absence: { between: { from: '22:00', until: '06:00' }, backWithinMinutes: 20 },
};
const outOfDoors: EventRule = {
  code: 'door-opened',
  tier: 'high',
  reason: 'go and look.',
  respondWithinMinutes: 15,
  standsForMinutes: 480,
  absence: { between: { from: '22:00', until: '06:00' }, backWithinMinutes: 10, backShownBy: ['bed-left'] },
};

/** Minutes after noon of 21 November 2026, in winter: 02:00 the night after. */
const atNight = 14 * 60;
const bed = DeviceId.parse('bed');
const armchair = DeviceId.parse('armchair');
const frontDoor = DeviceId.parse('front-door');
const backDoor = DeviceId.parse('back-door');

function atHome(events: readonly EventRule[] = [outOfBed, outOfDoors], noonMs?: number) {
  const patient = new PatientFixture('a patient', noonMs);
  const history = new RecordedHistory(patient.patientId, testRules(aPathway({ events: [...events] })));
  history.follows(patient.plan(0));
  return { patient, history };
}

/** Minutes after 02:00. */
const levelsOf = ({ levels }: RecordedHistory) =>
  levels
    .filter(([, condition]) => condition.startsWith('event:'))
    .map(([minute, condition, tier]) => [minute - atNight, condition, tier]);

describe('A person who leaves the bed at night', () => {
  it('and is not back in time is alerted for, which ends when they are back', () => {
    const { patient, history } = atHome();
    history.takes(patient.reads(atNight, { 'bed-left': 'happened' }, { deviceId: bed }));
    history.untilMinute(atNight + 19.9);
    expect(levelsOf(history)).toEqual([]);
    history.untilMinute(atNight + 30);
    history.takes(patient.reads(atNight + 40, { 'bed-left': 'cancelled' }, { deviceId: bed }));
    history.untilMinute(atNight + 900);
    expect(levelsOf(history)).toEqual([
      [20, 'event:bed-left', 'low-medium'],
      [40, 'event:bed-left', 'low'],
    ]);
    expect(history.history.changes[0]?.reason).toBe('Bed left, not back within 20 min, between 22:00 and 06:00: ring.');
  });

  it('and is back in time is not alerted for', () => {
    const { patient, history } = atHome();
    history.takes(patient.reads(atNight, { 'bed-left': 'happened' }, { deviceId: bed }));
    history.takes(patient.reads(atNight + 19, { 'bed-left': 'cancelled' }, { deviceId: bed }));
    history.untilMinute(atNight + 900);
    expect(levelsOf(history)).toEqual([]);
  });

  it('alerts the same whenever the news comes, and in whatever order', () => {
    const { patient, history } = atHome();
    const left = patient.reads(atNight, { 'bed-left': 'happened' }, { deviceId: bed, delayMinutes: 50 });
    const back = patient.reads(atNight + 5, { 'bed-left': 'cancelled' }, { deviceId: bed });
    const leftAgain = patient.reads(atNight + 8, { 'bed-left': 'happened' }, { deviceId: bed });
    history.takes(leftAgain);
    history.untilMinute(atNight + 28);
    expect(levelsOf(history)).toEqual([[28, 'event:bed-left', 'low-medium']]);
    history.takes(left);
    expect(levelsOf(history)).toEqual([[20, 'event:bed-left', 'low-medium']]);
    history.takes(back);
    expect(levelsOf(history)).toEqual([[28, 'event:bed-left', 'low-medium']]);
    history.takes(patient.retracts(atNight + 60, leftAgain));
    expect(levelsOf(history)).toEqual([]);
  });

  it('alerts no later where the sensor says again that they are out', () => {
    const { patient, history } = atHome();
    for (const minute of [0, 5, 15]) {
      history.takes(patient.reads(atNight + minute, { 'bed-left': 'happened' }, { deviceId: bed }));
    }
    history.untilMinute(atNight + 30);
    expect(levelsOf(history)).toEqual([[20, 'event:bed-left', 'low-medium']]);
  });

  it('is followed by each sensor: being back by one says nothing of another, and a person’s word ends both', () => {
    const { patient, history } = atHome();
    history.takes(patient.reads(atNight, { 'bed-left': 'happened' }, { deviceId: bed }));
    history.takes(patient.reads(atNight + 2, { 'bed-left': 'happened' }, { deviceId: armchair }));
    history.takes(patient.reads(atNight + 4, { 'bed-left': 'cancelled' }, { deviceId: armchair }));
    history.untilMinute(atNight + 25);
    expect(levelsOf(history)).toEqual([[20, 'event:bed-left', 'low-medium']]);
    history.takes(patient.reads(atNight + 26, { 'bed-left': 'happened' }, { deviceId: armchair }));
    history.takes({ ...patient.reads(atNight + 30, { 'bed-left': 'cancelled' }), deviceId: undefined });
    history.untilMinute(atNight + 900);
    expect(levelsOf(history)).toEqual([
      [20, 'event:bed-left', 'low-medium'],
      [30, 'event:bed-left', 'low'],
    ]);
  });

  it('is alerted for again the night after, though the first alert was never ended by a sensor', () => {
    const { patient, history } = atHome([{ ...outOfBed, standsForMinutes: 2880 }]);
    const nextNight = 24 * 60 - 5;
    history.takes(patient.reads(atNight, { 'bed-left': 'happened' }, { deviceId: bed }));
    history.takes(patient.reads(atNight + nextNight, { 'bed-left': 'happened' }, { deviceId: bed }));
    history.untilMinute(atNight + nextNight + 60);
    expect(levelsOf(history)).toEqual([
      [20, 'event:bed-left', 'low-medium'],
      [nextNight + 20, 'event:bed-left', 'low-medium'],
    ]);
    expect(history.history.changes.map(({ previousTier }) => previousTier)).toEqual(['low', 'low']);
  });

  it('is alerted for by the clocks where they live, in summer as in winter', () => {
    const midsummer = Date.UTC(2026, 5, 21, 12);
    const leftAt = (minute: number, between: { from: string; until: string; timeZone?: string }) => {
      const events = [{ ...outOfBed, absence: { between, backWithinMinutes: 20 } }];
      const { patient, history } = atHome(events, midsummer);
      history.takes(patient.reads(minute, { 'bed-left': 'happened' }, { deviceId: bed }));
      history.learns({ untilMs: patient.msAt(minute + 60) });
      return history.history.changes.map(({ tier, atMs }) => [tier, patient.minuteOf(atMs) - minute]);
    };
    // 22:00 in London is 21:00 UTC, and 23:00 in Paris.
    const [toTheMinute, before] = [9 * 60, 9 * 60 - 1];
    expect(leftAt(toTheMinute, { from: '22:00', until: '06:00' })).toEqual([['low-medium', 20]]);
    expect(leftAt(before, { from: '22:00', until: '06:00' })).toEqual([]);
    expect(leftAt(before, { from: '22:30', until: '06:00', timeZone: 'Europe/Paris' })).toEqual([['low-medium', 20]]);
    expect(leftAt(toTheMinute, { from: '21:00', until: '22:00' })).toEqual([]);
    expect(leftAt(before, { from: '21:00', until: '22:00' })).toEqual([['low-medium', 20]]);
  });

  it('is capped by a ceiling of care, and alerts for no stay that began later', () => {
    const capped = atHome();
    capped.history.follows(capped.patient.plan(1, { ceilingOfCare: capped.patient.ceiling('none') }));
    const later = atHome();
    later.history.follows(later.patient.plan(atNight + 10, { stay: later.patient.stay(atNight + 10, 'another') }));
    for (const { patient, history } of [capped, later]) {
      history.takes(patient.reads(atNight, { 'bed-left': 'happened' }, { deviceId: bed }));
      history.untilMinute(atNight + 60);
      expect(levelsOf(history)).toEqual([]);
    }
  });
});

describe('A person who opens the door at night', () => {
  it('and closes it from outside is alerted for: to be in bed again ends it, at whichever door they left', () => {
    const { patient, history } = atHome();
    history.takes(patient.reads(atNight - 2, { 'bed-left': 'happened' }, { deviceId: bed }));
    history.takes(patient.reads(atNight, { 'door-opened': 'happened' }, { deviceId: frontDoor }));
    history.takes(patient.reads(atNight + 1, { 'door-opened': 'cancelled' }, { deviceId: frontDoor }));
    history.untilMinute(atNight + 12);
    expect(levelsOf(history)).toEqual([[10, 'event:door-opened', 'high']]);
    history.takes(patient.reads(atNight + 13, { 'bed-left': 'cancelled' }, { deviceId: bed }));
    history.takes(patient.reads(atNight + 14, { 'bed-left': 'happened' }, { deviceId: bed }));
    history.untilMinute(atNight + 33);
    expect(levelsOf(history)).toEqual([
      [10, 'event:door-opened', 'high'],
      [13, 'event:door-opened', 'low'],
    ]);
  });

  it('is not taken to be back because they open the door again, and is alerted for by the first time', () => {
    const { patient, history } = atHome();
    for (const minute of [0, 6]) {
      history.takes(patient.reads(atNight + minute, { 'door-opened': 'happened' }, { deviceId: frontDoor }));
    }
    history.untilMinute(atNight + 15);
    expect(levelsOf(history)).toEqual([[10, 'event:door-opened', 'high']]);
  });

  it('leaves an alert by one door while another is closed, where closing says that they are back', () => {
    const closing: EventRule = { ...outOfDoors, absence: { backWithinMinutes: 10 } };
    const { patient, history } = atHome([closing]);
    history.takes(
      patient.reads(atNight, { 'door-opened': 'happened' }, { deviceId: frontDoor }),
      patient.reads(atNight, { 'door-opened': 'happened' }, { deviceId: backDoor }),
    );
    history.takes(patient.reads(atNight + 3, { 'door-opened': 'cancelled' }, { deviceId: frontDoor }));
    history.untilMinute(atNight + 11);
    expect(levelsOf(history)).toEqual([[10, 'event:door-opened', 'high']]);
    history.takes(patient.reads(atNight + 12, { 'door-opened': 'cancelled' }, { deviceId: backDoor }));
    expect(levelsOf(history).at(-1)).toEqual([12, 'event:door-opened', 'low']);
  });
});

describe('An absence of which the plan of one patient says otherwise', () => {
  const dr = { id: 'person-1', name: 'Dr First' };
  const personal = (patient: PatientFixture, over: Partial<PersonalAbsence> = {}): PersonalAbsence => ({
    code: 'bed-left',
    alert: {
      absence: { between: { from: '01:00', until: '05:00' }, backWithinMinutes: 45 },
      tier: 'high',
      response: 'ring her daughter next door.',
      respondWithinMinutes: 20,
    },
    decidedBy: dr,
    reason: 'Fell twice at night',
    decidedAt: patient.at(0),
    reviewAt: patient.at(atNight + 60),
    ...over,
  });
  const leaves = ({ patient, history }: ReturnType<typeof atHome>) => {
    history.takes(patient.reads(atNight, { 'bed-left': 'happened' }, { deviceId: bed }));
    history.untilMinute(atNight + 120);
    return levelsOf(history);
  };

  it('alerts where no pathway does, as the plan says, above a ceiling of care, until it lapses', () => {
    const here = atHome([]);
    const ceilingOfCare = here.patient.ceiling('none');
    here.history.follows(here.patient.plan(1, { absences: [personal(here.patient)], ceilingOfCare }));
    expect(leaves(here)).toEqual([
      [45, 'event:bed-left', 'high'],
      [60, 'event:bed-left', 'low'],
    ]);
    expect(here.history.history.changes[0]).toMatchObject({
      respondWithinMinutes: 20,
      reason: 'Bed left, not back within 45 min, between 01:00 and 05:00: ring her daughter next door.',
    });
  });

  it('takes the place of the rule of the pathway, also where it is not to alert, until it lapses', () => {
    const later = atHome();
    later.history.follows(later.patient.plan(1, { absences: [personal(later.patient)] }));
    expect(leaves(later).slice(0, 1)).toEqual([[45, 'event:bed-left', 'high']]);
    const never = atHome();
    never.history.follows(never.patient.plan(1, { absences: [personal(never.patient, { alert: null })] }));
    expect(leaves(never)).toEqual([]);
    const lapsed = atHome();
    const over = { alert: null, reviewAt: lapsed.patient.at(atNight - 1) };
    lapsed.history.follows(lapsed.patient.plan(1, { absences: [personal(lapsed.patient, over)] }));
    expect(leaves(lapsed)).toEqual([[20, 'event:bed-left', 'low-medium']]);
  });
});
