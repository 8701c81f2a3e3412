import type { ObservationSetRecorded } from '#libs/contracts';
import { PatientFixture, well } from '#libs/fixtures';
import fc from 'fast-check';
import { timesOf, turnOf } from './fair-turn.ts';

const patient = new PatientFixture('taking turns');
const pulses = (...minutes: readonly number[]): readonly ObservationSetRecorded[] =>
  minutes.map((minute) => patient.reads(minute, { 'pulse-rate': 70 }));
const minutesOf = (sets: readonly ObservationSetRecorded[]): readonly number[] =>
  sets.map((set) => patient.minuteOf(timesOf(set).fromMs));
const everything = { isBehind: false, nearFromMs: -Infinity };
const sixty = Array.from({ length: 60 }, (_, minute) => minute);

describe("a patient's turn in a batch", () => {
  it('is everything, where that is no more than a patient has who is measured often', () => {
    const sets = pulses(3, 1, 2);
    expect(turnOf(sets, everything)).toEqual({ now: sets, later: [] });
  });

  it('is the newest of each code, where a day comes at once', () => {
    const pressure = patient.reads(-500, { 'systolic-pressure': 85 });
    const turn = turnOf([...pulses(...sixty), pressure], everything);
    expect(minutesOf(turn.now)).toEqual([57, 58, 59, -500]);
    expect(turn.later).toHaveLength(57);
  });

  it('is the newest of each code, where sets of the patient wait already', () => {
    const turn = turnOf(pulses(1, 2, 3, 4, 5), { ...everything, isBehind: true });
    expect(minutesOf(turn.now)).toEqual([3, 4, 5]);
    expect(minutesOf(turn.later)).toEqual([1, 2]);
  });

  it('is one set, however many times it has', () => {
    const [first, ...others] = pulses(...sixty);
    if (first === undefined) throw new Error('There are sixty sets.');
    const day = { ...first, observations: [first, ...others].flatMap(({ observations }) => observations) };
    expect(timesOf(day).times).toBe(60);
    expect(turnOf([day], everything).now).toEqual([day]);
    expect(turnOf([day, ...pulses(90, 91, 92)], everything).later).toEqual([day]);
  });

  it('is without what reaches back over a long history', () => {
    const turn = turnOf(pulses(-300, 10, 20), { isBehind: false, nearFromMs: patient.msAt(0) });
    expect(minutesOf(turn.now)).toEqual([10, 20]);
    expect(minutesOf(turn.later)).toEqual([-300]);
  });

  it('takes back at once what was taken lately', () => {
    const wrong = patient.reads(10, well);
    const turn = turnOf([patient.retracts(40, wrong), ...pulses(...sixty)], everything);
    expect(turn.now[0]).toMatchObject({ source: 'clinician' });
  });

  it('has every set once, now or later, in their order, and never waits with the newest', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ minute: fc.integer({ min: -500, max: 500 }), of: fc.constantFrom('pulse-rate', 'temperature') }),
        ),
        fc.boolean(),
        fc.option(fc.integer({ min: -500, max: 500 }), { nil: -1000 }),
        (described, isBehind, nearFrom) => {
          const sets = described.map(({ minute, of }) => patient.reads(minute, { [of]: 37 }));
          const { now, later } = turnOf(sets, { isBehind, nearFromMs: patient.msAt(nearFrom) });
          expect(sets.filter((set) => now.includes(set))).toEqual(now);
          expect(sets.filter((set) => !now.includes(set))).toEqual(later);
          const newest = Math.max(...minutesOf(sets));
          if (newest >= nearFrom) expect(minutesOf(now)).toContain(newest);
        },
      ),
    );
  });
});
