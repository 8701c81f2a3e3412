import { derivedId, DeviceId, instant, PersonalThreshold, StayId, ThresholdId } from '#libs/contracts';
import { aNurse, aPathway, PatientFixture, shocked, testRules, well } from '#libs/fixtures';
import { atMinute, dueByScore, minuteOf, RecordedHistory } from './recorded-history.harness.ts';
import { isAnswered } from './silence.ts';

const poorSignal = { quality: { perfusionIndex: 0.1 } };
const sensor1 = DeviceId.parse('sensor-1');
const justPast = 1 / 60_000;

/** A patient that has begun: on a ward from noon on. */
function onWard(changes: Parameters<PatientFixture['plan']>[1] = {}, rules = dueByScore) {
  const patient = new PatientFixture();
  const history = new RecordedHistory(patient.patientId, rules);
  history.follows(patient.plan(0, changes));
  return { patient, history };
}

describe('a score', () => {
  it('becomes partial by itself when values age out, each after its own validity', () => {
    const { patient, history } = onWard({ validityMinutes: { 'respiration-rate': 30 } });
    history.takes(patient.reads(1, shocked));
    history.untilMinute(13 * 60);
    expect(history.scores).toEqual([
      [1, 'reading', 7],
      [31 + justPast, 'aged-out', 6],
      [38 + justPast, 'aged-out', 0],
    ]);
    expect(history.levels).toEqual([
      [1, 'score', 'high', 'reading'],
      [31 + justPast, 'score', 'medium', 'aged-out'],
      [38 + justPast, 'score', 'low', 'aged-out'],
    ]);
  });

  it('counts a value whose age is exactly its validity', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, { 'pulse-rate': 134 }));
    history.takes(patient.reads(75, { temperature: 37 }));
    expect(history.scores.at(-1)).toEqual([75, 'reading', 2]);
  });

  it('is not made of what aged out, once a reading that came late shows that it had not', () => {
    const { patient, history } = onWard({ validityMinutes: { 'pulse-rate': 60 } });
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    history.untilMinute(70);
    history.takes(patient.reads(30, { 'pulse-rate': 72 }));
    history.untilMinute(100);
    expect(history.scores).toEqual([
      [0, 'reading', 1],
      [30, 'reading', 1],
      [90 + justPast, 'aged-out', 0],
    ]);
  });

  it('changes when a reading is retracted', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    const wrong = patient.reads(5, { 'pulse-rate': 180 });
    history.takes(wrong);
    history.takes(patient.reads(10, { temperature: 37 }));
    const change = history.takes(patient.retracts(12, wrong));
    expect(change.removedMs).toEqual([atMinute(5)]);
    expect(history.levels).toEqual([]);
    expect(history.scores.map(([minute]) => minute)).toEqual([0, 10]);
  });

  it('is on scale 2 from when it was prescribed, though that was entered later, until the review date', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(10, { 'oxygen-saturation': 90, 'supplemental-oxygen': false }));
    const before = history.levels;
    history.follows(patient.plan(20, { oxygenScale: patient.scale2(5, 40) }));
    history.untilMinute(45);
    expect(before).toEqual([[10, 'score', 'low-medium', 'reading']]);
    expect(history.levels).toEqual([[40, 'score', 'low-medium', 'lapsed']]);
    expect(history.scores).toEqual([
      [10, 'reading', 2],
      [40, 'scale-change', 2],
    ]);
  });

  it('is not made while the patient is excluded, and is again afterwards', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(1, shocked));
    history.follows(patient.plan(5, { exclusion: 'pregnant' }));
    history.takes(patient.reads(10, shocked));
    history.follows(patient.plan(20));
    expect(history.scores.map(([minute, because]) => [minute, because])).toEqual([
      [1, 'reading'],
      [20, 'plan-change'],
    ]);
    expect(history.levels.map(([minute, , tier]) => [minute, tier])).toEqual([
      [1, 'high'],
      [5, 'low'],
      [20, 'high'],
    ]);
  });

  it('is made from the day on which the patient turns 16', () => {
    const { patient, history } = onWard({ exclusion: 'under-16', scoredFrom: instant(atMinute(30)) });
    history.takes(patient.reads(20, shocked));
    history.untilMinute(40);
    expect(history.scores).toEqual([[30, 'plan-change', 7]]);
    expect(history.levels).toEqual([[30, 'score', 'high', 'lapsed']]);
  });
});

describe('the level of the score', () => {
  it('begins with the stay, for a patient who is ill already', () => {
    const patient = new PatientFixture();
    const history = new RecordedHistory(patient.patientId);
    history.follows(patient.plan(-60, { stay: null }));
    history.takes(patient.reads(-10, shocked));
    history.follows(patient.plan(0));
    expect(history.levels).toEqual([[0, 'score', 'high', 'plan-change']]);
    // An admission measures nothing: there is no score of its own, and what is alerted for is the one before it.
    expect(history.scores.map(([minute]) => minute)).toEqual([-10]);
    expect(history.history.changes.map(({ point }) => minuteOf(point?.atMs ?? 0))).toEqual([-10]);
  });

  it('is put down to the last score, though that changed by itself before the period that is asked about', () => {
    const ceilingOfCare = {
      alertAtMost: 'none',
      instruction: null,
      decidedBy: aNurse,
      reason: 'agreed',
      decidedAt: instant(atMinute(0)),
      reviewAt: instant(atMinute(37)),
    } as const;
    const { patient, history } = onWard({ ceilingOfCare, validityMinutes: { 'respiration-rate': 30 } });
    history.takes(patient.reads(1, shocked));
    history.takes(patient.reads(35, { 'body-weight': 80 }));
    const [change] = history.untilMinute(100).history.changes;
    expect([change?.because, minuteOf(change?.point?.atMs ?? 0)]).toEqual(['lapsed', 31 + justPast]);
  });

  it('says nothing of a stay that is over', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(1, shocked));
    history.follows(patient.plan(30, { stay: null }));
    history.untilMinute(300);
    expect(history.levels).toEqual([[1, 'score', 'high', 'reading']]);
  });

  it('begins anew with another stay', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(1, shocked));
    history.follows(patient.plan(10, { stay: null }));
    const stayId = StayId.parse(derivedId('test-stay', 'another'));
    const { stay } = patient.plan(20);
    history.follows(patient.plan(20, { stay: stay && { ...stay, stayId } }));
    expect(
      history.history.changes.filter(({ atMs }) => atMs > atMinute(15)).map((change) => [change.stayId, change.tier]),
    ).toEqual([[stayId, 'high']]);
  });

  it('is no higher than the ceiling of care, whose instruction goes with it, until that lapses', () => {
    const ceilingOfCare = {
      alertAtMost: 'none',
      instruction: 'Call the palliative care team',
      decidedBy: aNurse,
      reason: 'agreed with the family',
      decidedAt: instant(atMinute(0)),
      reviewAt: instant(atMinute(30)),
    } as const;
    const { patient, history } = onWard({ ceilingOfCare });
    history.takes(patient.reads(1, shocked));
    history.untilMinute(38);
    expect(history.levels).toEqual([[30, 'score', 'high', 'lapsed']]);
    const capped = onWard({ ceilingOfCare: { ...ceilingOfCare, alertAtMost: 'medium', reviewAt: null } });
    capped.history.takes(capped.patient.reads(1, shocked));
    expect(capped.history.history.changes).toMatchObject([
      { tier: 'medium', instruction: 'Call the palliative care team' },
    ]);
  });
});

const personal = (changes: Partial<PersonalThreshold>): PersonalThreshold =>
  PersonalThreshold.parse({
    effect: 'alert',
    id: ThresholdId.parse(derivedId('test-threshold', 'one')),
    code: 'pulse-rate',
    direction: 'above',
    limit: 100,
    tier: 'medium',
    decidedBy: aNurse,
    reason: 'recent tachycardia',
    decidedAt: instant(atMinute(0)),
    reviewAt: instant(atMinute(50)),
    ...changes,
  });

describe('a threshold', () => {
  it('of the pathway alerts when it is passed, and not at the limit itself', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(1, { 'blood-glucose': 4 }));
    history.takes(patient.reads(2, { 'blood-glucose': 3.9 }));
    history.takes(patient.reads(3, { 'blood-glucose': 5 }));
    expect(history.levels).toEqual([
      [2, 'threshold:glucose-low', 'medium', 'reading'],
      [3, 'threshold:glucose-low', 'low', 'reading'],
    ]);
  });

  it('of the patient alerts until its review date', () => {
    const threshold = personal({});
    const { patient, history } = onWard({ thresholds: [threshold] });
    history.takes(patient.reads(1, { 'pulse-rate': 101 }));
    history.untilMinute(55);
    expect(history.levels).toEqual([
      [1, `threshold:${threshold.id}`, 'medium', 'reading'],
      [50, `threshold:${threshold.id}`, 'low', 'lapsed'],
    ]);
  });

  it('accepts what is usual for the patient, and only on its side of normal', () => {
    const accepting = personal({ effect: 'accept', limit: 135 });
    const alerting = { 'pulse-rate': 134, 'respiration-rate': 16 } as const;
    const { patient, history } = onWard({ thresholds: [accepting] });
    history.takes(patient.reads(1, alerting));
    history.untilMinute(52);
    history.takes(patient.reads(55, { 'pulse-rate': 38 }));
    expect(history.levels).toEqual([[50, 'score', 'low-medium', 'lapsed']]);
    const low = onWard({ thresholds: [accepting] });
    low.history.takes(low.patient.reads(1, { 'pulse-rate': 38 }));
    expect(low.history.levels).toEqual([[1, 'score', 'low-medium', 'reading']]);
  });

  it('can never switch off the high tier', () => {
    const codes = ['pulse-rate', 'respiration-rate'] as const;
    const thresholds = codes.map((code) => personal({ effect: 'accept', code, limit: 300 }));
    const { patient, history } = onWard({ thresholds });
    history.takes(patient.reads(1, shocked));
    expect(history.levels).toEqual([[1, 'score', 'high', 'reading']]);
  });
});

describe('a poor reading that would alert', () => {
  it('leads to a request for a repeat, and alerts when the hard cap is over', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, { temperature: 37 }));
    history.takes(patient.reads(1, { 'oxygen-saturation': 85 }, poorSignal));
    history.untilMinute(5.9);
    expect(history.levels).toEqual([]);
    history.untilMinute(6);
    expect(history.requests).toEqual([[1, 'device', 'poor-signal', 'oxygen-saturation']]);
    expect(history.levels).toEqual([[6, 'score', 'low-medium', 'confirmed']]);
  });

  it.each([
    ['by one device leads to a request to that one', sensor1, sensor1],
    [
      'by each of two leads to a request to each device that can measure it, not to one of them for both',
      DeviceId.parse('sensor-2'),
      null,
    ],
    ['beside one that a person entered, too', undefined, null],
  ])('%s, in whichever order they come', (_claim, other, asked) => {
    for (const order of [[0, 1] as const, [1, 0] as const]) {
      const { patient, history } = onWard();
      const sets = [
        { ...patient.reads(1, { 'oxygen-saturation': 85 }, poorSignal), deviceId: sensor1 },
        { ...patient.reads(1, { 'pulse-rate': 38 }, poorSignal), deviceId: other },
      ] as const;
      for (const index of order) history.takes(sets[index]);
      expect(history.history.requests.map(({ codes, deviceId }) => [codes, deviceId])).toEqual([
        [['oxygen-saturation', 'pulse-rate'], asked],
      ]);
    }
  });

  it('alerts at once when the repeat is as alarming, good or poor', () => {
    for (const signal of [{}, poorSignal]) {
      const { patient, history } = onWard();
      history.takes(patient.reads(1, { 'oxygen-saturation': 85 }, poorSignal));
      history.takes(patient.reads(3, { 'oxygen-saturation': 86 }, signal));
      expect(history.levels).toEqual([[3, 'score', 'low-medium', 'reading']]);
    }
  });

  it('does not alert when the repeat is well', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(1, { 'oxygen-saturation': 85 }, poorSignal));
    history.takes(patient.reads(3, { 'oxygen-saturation': 97 }));
    history.untilMinute(30);
    expect(history.levels).toEqual([]);
  });

  it('is not confirmed by a poor one before it that was well', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(1, { 'oxygen-saturation': 97 }, poorSignal));
    history.takes(patient.reads(3, { 'oxygen-saturation': 85 }, poorSignal));
    history.untilMinute(10);
    expect(history.requests.map(([minute]) => minute)).toEqual([3]);
    expect(history.levels).toEqual([[8, 'score', 'low-medium', 'confirmed']]);
  });

  it('leaves in force meanwhile what was believed before it', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, { 'oxygen-saturation': 90 }));
    history.takes(patient.reads(1, { 'oxygen-saturation': 97 }, poorSignal));
    history.untilMinute(10);
    expect(history.levels).toEqual([
      [0, 'score', 'low-medium', 'reading'],
      [6, 'score', 'low', 'confirmed'],
    ]);
  });

  it('that would change nothing leads to no request', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(1, { 'oxygen-saturation': 97 }, poorSignal));
    expect(history.requests).toEqual([]);
  });

  it('is part of the score at once: only the alert waits', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(1, { 'oxygen-saturation': 85 }, poorSignal));
    const [point] = history.history.scores;
    expect(point?.composition.newest[1]?.value).toBe(85);
    expect(point?.composition.valid).toBe(0b10);
  });
});

const dueHourly = { dueEveryMinutes: { 'pulse-rate': 60 } } as const;

describe('a reading that does not come', () => {
  it('reaches each rung of the ladder once, up to a welfare check', () => {
    const { patient, history } = onWard(dueHourly);
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    history.untilMinute(1000);
    expect(history.requests).toEqual([
      [75, 'device', 'overdue', 'pulse-rate'],
      [90, 'patient', 'overdue', 'pulse-rate'],
      [120, 'clinician', 'overdue', 'pulse-rate'],
    ]);
    expect(history.levels).toEqual([[180, 'silence', 'medium', 'overdue']]);
  });

  it('cancels the rest of the ladder when it comes', () => {
    const { patient, history } = onWard(dueHourly);
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    history.untilMinute(100);
    history.takes(patient.reads(100, { 'pulse-rate': 70 }));
    history.untilMinute(170);
    expect(history.requests.map(([minute]) => minute)).toEqual([75, 90]);
    const { newest } = history.timeline;
    expect(history.history.requests.every((request) => newest !== undefined && isAnswered(request, newest.known))).toBe(
      true,
    );
    history.untilMinute(1000);
    history.takes(patient.reads(1000, { 'pulse-rate': 70 }));
    expect(history.levels).toEqual([
      [280, 'silence', 'medium', 'overdue'],
      [1000, 'silence', 'low', 'reading'],
    ]);
  });

  it('was never missed if it came late', () => {
    const { patient, history } = onWard(dueHourly);
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    history.untilMinute(200);
    history.takes(patient.reads(60, { 'pulse-rate': 70 }));
    history.takes(patient.reads(120, { 'pulse-rate': 70 }));
    expect([history.requests.map(([minute]) => minute), history.levels]).toEqual([[195], []]);
  });

  it('is waited for from the admission on, where none was taken since', () => {
    const { history } = onWard(dueHourly);
    history.untilMinute(80);
    expect(history.requests).toEqual([[75, 'device', 'overdue', 'pulse-rate']]);
  });

  it('alerts as ever during a pause, where it comes all the same', () => {
    const { patient, history } = onWard({ pauses: [new PatientFixture().pause(0, 300)] });
    history.takes(patient.reads(60, { 'pulse-rate': 134 }));
    expect(history.levels).toEqual([[60, 'score', 'low-medium', 'reading']]);
  });

  it('is missed by its own code, whatever else comes', () => {
    const { patient, history } = onWard({ dueEveryMinutes: { 'pulse-rate': 60, 'systolic-pressure': 60 } });
    history.takes(patient.reads(0, { 'pulse-rate': 70, 'systolic-pressure': 120 }));
    for (const minute of [50, 100, 150]) history.takes(patient.reads(minute, { 'pulse-rate': 70 }));
    history.untilMinute(190);
    expect(history.requests.map(([minute, , , codes]) => [minute, codes])).toEqual([
      [75, 'systolic-pressure'],
      [90, 'systolic-pressure'],
      [120, 'systolic-pressure'],
    ]);
    expect(history.levels).toEqual([[180, 'silence', 'medium', 'overdue']]);
  });

  it('is due sooner where the score that the last one was part of asks for it', () => {
    const { patient, history } = onWard({ dueEveryMinutes: { 'pulse-rate': 600 } });
    history.takes(patient.reads(0, { ...well, 'pulse-rate': 134 }));
    history.untilMinute(100);
    expect(history.requests.map(([minute]) => minute)).toEqual([75, 90]);
  });

  it('is not waited for during a pause, and anew once that is over', () => {
    const { patient, history } = onWard(dueHourly);
    history.takes(patient.reads(0, { 'pulse-rate': 134 }));
    history.follows(patient.plan(80, { ...dueHourly, pauses: [patient.pause(80, 300)] }));
    history.follows(patient.plan(310, dueHourly));
    history.untilMinute(600);
    expect(history.requests.map(([minute, who]) => [minute, who])).toEqual([
      [75, 'device'],
      [330, 'patient'],
      [360, 'clinician'],
    ]);
    expect(history.levels.filter(([, condition]) => condition === 'silence').map(([minute]) => minute)).toEqual([420]);
    expect(history.levels[0]).toEqual([0, 'score', 'low-medium', 'reading']);
  });

  it('has the rungs that the ladder of the pathway has: none, where it has none', () => {
    const { patient, history } = onWard(dueHourly, testRules(aPathway({ ladder: [] })));
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    history.untilMinute(1000);
    expect([history.requests, history.levels]).toEqual([[], []]);
  });
});

describe('an outage', () => {
  const from = (minute: number, untilMinute = Infinity) => ({
    fromMs: atMinute(minute),
    untilMs: atMinute(untilMinute),
  });

  it('counts as a pause for the ladder of silence, and for nothing else', () => {
    const { patient, history } = onWard(dueHourly);
    history.takes(patient.reads(0, { 'pulse-rate': 134 }));
    history.hearsOf(from(50, 800));
    history.untilMinute(1000);
    expect(history.requests.map(([minute]) => minute)).toEqual([815, 830, 860]);
    expect(history.levels).toEqual([
      [0, 'score', 'low-medium', 'reading'],
      [75 + justPast, 'score', 'low', 'aged-out'],
      [920, 'silence', 'medium', 'overdue'],
    ]);
  });

  it('that lasts lets no rung be reached, and is looked at again at short intervals', () => {
    const { patient, history } = onWard(dueHourly);
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    history.hearsOf(from(50));
    history.untilMinute(5000);
    expect([history.requests, history.levels]).toEqual([[], []]);
    expect(minuteOf(history.timeline.nextDueMs() ?? 0)).toBeCloseTo(5015, 3);
    history.hearsOf(from(50, 4990));
    expect(history.requests.map(([minute]) => minute)).toEqual([]);
    history.untilMinute(5010);
    expect(history.requests.map(([minute]) => minute)).toEqual([5005]);
  });

  it('that becomes known later takes back what was reached meanwhile, and one that never was brings it back', () => {
    const { patient, history } = onWard(dueHourly);
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    history.untilMinute(200);
    const reached = [history.requests, history.levels];
    expect(history.levels).toEqual([[180, 'silence', 'medium', 'overdue']]);
    history.hearsOf(from(100, 195));
    expect(history.requests.map(([minute]) => minute)).toEqual([75, 90]);
    expect(history.levels).toEqual([]);
    history.hearsOf();
    expect([history.requests, history.levels]).toEqual(reached);
  });

  it('of less than a minute delays nothing, so that a gateway that keeps restarting does not hide a silence', () => {
    const { patient, history } = onWard(dueHourly);
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    history.hearsOf(...Array.from({ length: 100 }, (_, index) => from(60 + index * 2, 60.5 + index * 2)));
    history.untilMinute(200);
    expect(history.levels).toEqual([[180, 'silence', 'medium', 'overdue']]);
  });
});

describe('what happens next by itself', () => {
  it('is known beforehand, and nothing once everything is over', () => {
    const patient = new PatientFixture();
    const history = new RecordedHistory(patient.patientId);
    history.takes(patient.reads(0, { 'pulse-rate': 70 }));
    const dueMs = history.timeline.nextDueMs();
    expect(minuteOf(dueMs ?? 0)).toBe(450 + justPast);
    history.learns({ untilMs: dueMs ?? 0 });
    expect(history.scores.at(-1)?.[1]).toBe('aged-out');
    expect(history.timeline.nextDueMs()).toBeUndefined();
  });

  it('includes every rung, lapse and cap', () => {
    const threshold = personal({ reviewAt: instant(atMinute(70)) });
    const { patient, history } = onWard({ ...dueHourly, thresholds: [threshold] });
    history.takes(patient.reads(0, { 'pulse-rate': 134 }, poorSignal));
    const times: number[] = [];
    for (let dueMs = history.timeline.nextDueMs(); dueMs !== undefined; dueMs = history.timeline.nextDueMs()) {
      times.push(minuteOf(dueMs));
      history.learns({ untilMs: dueMs });
    }
    expect(times).toEqual([5, 70, 75, 75 + justPast, 90, 120, 180]);
  });
});
