import { instant, PauseId, ThresholdId, derivedId, StayId, PersonalThreshold } from '#libs/contracts';
import { atMinute, minuteOf, PatientStory, shocked, testPathway, testRules, well } from './patient-story.builder.ts';

const poorSignal = { perfusionIndex: 0.1 };
const justPast = 1 / 60_000;

/** A story that has begun: on a ward from noon on. */
function onWard(changes: Parameters<PatientStory['plan']>[1] = {}, rules = testRules()) {
  const story = new PatientStory();
  const timeline = story.timeline(rules);
  timeline.plansFor(story.plan(0, changes));
  return { story, timeline };
}

describe('a score', () => {
  it('becomes partial by itself when values age out, each after its own validity', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, shocked));
    timeline.untilMinute(13 * 60);
    expect(timeline.scores).toEqual([
      [1, 'reading', 7],
      [61 + justPast, 'aged-out', 4],
      [721 + justPast, 'aged-out', 0],
    ]);
    expect(timeline.levels).toEqual([
      [1, 'score', 'high', 'reading'],
      [61 + justPast, 'score', 'low-medium', 'aged-out'],
      [721 + justPast, 'score', 'low', 'aged-out'],
    ]);
  });

  it('counts a value whose age is exactly its validity', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(0, { 'pulse-rate': 134 }));
    timeline.takes(story.reads(60, { temperature: 37 }));
    expect(timeline.scores.at(-1)).toEqual([60, 'reading', 2]);
  });

  it('is not made of what aged out, once a reading that came late shows that it had not', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(0, { 'pulse-rate': 70 }));
    timeline.untilMinute(70);
    timeline.takes(story.reads(30, { 'pulse-rate': 72 }));
    timeline.untilMinute(100);
    expect(timeline.scores).toEqual([
      [0, 'reading', 1],
      [30, 'reading', 1],
      [90 + justPast, 'aged-out', 0],
    ]);
  });

  it('changes when a reading is retracted', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(0, well));
    const wrong = story.reads(5, { 'pulse-rate': 180 });
    timeline.takes(wrong);
    timeline.takes(story.reads(10, { temperature: 37 }));
    const change = timeline.retracts(...wrong);
    expect(change.removed).toEqual([atMinute(5)]);
    expect(timeline.levels).toEqual([]);
    expect(timeline.scores.map(([minute]) => minute)).toEqual([0, 10]);
  });

  it('is on scale 2 from when it was prescribed, though that was entered later, until the review date', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(10, { 'oxygen-saturation': 90, 'supplemental-oxygen': false }));
    const before = timeline.levels;
    timeline.plansFor(story.plan(20, { oxygenScale: story.scale2(5, 40) }));
    timeline.untilMinute(45);
    expect(before).toEqual([[10, 'score', 'low-medium', 'reading']]);
    expect(timeline.levels).toEqual([[40, 'score', 'low-medium', 'lapsed']]);
    expect(timeline.scores).toEqual([
      [10, 'reading', 2],
      [40, 'scale-change', 2],
    ]);
  });

  it('is not made while the patient is excluded, and is again afterwards', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, shocked));
    timeline.plansFor(story.plan(5, { exclusion: 'pregnant' }));
    timeline.takes(story.reads(10, shocked));
    timeline.plansFor(story.plan(20));
    expect(timeline.scores.map(([minute, because]) => [minute, because])).toEqual([
      [1, 'reading'],
      [20, 'plan-change'],
    ]);
    expect(timeline.levels.map(([minute, , tier]) => [minute, tier])).toEqual([
      [1, 'high'],
      [5, 'low'],
      [20, 'high'],
    ]);
  });

  it('is made from the day on which somebody turns 16', () => {
    const { story, timeline } = onWard({ exclusion: 'under-16', scoredFrom: instant(atMinute(30)) });
    timeline.takes(story.reads(20, shocked));
    timeline.untilMinute(40);
    expect(timeline.scores).toEqual([[30, 'plan-change', 7]]);
    expect(timeline.levels).toEqual([[30, 'score', 'high', 'lapsed']]);
  });
});

describe('the level of the score', () => {
  it('begins with the stay, for somebody who is ill already', () => {
    const story = new PatientStory();
    const timeline = story.timeline();
    timeline.plansFor(story.plan(-60, { stay: null }));
    timeline.takes(story.reads(-10, shocked));
    timeline.plansFor(story.plan(0));
    expect(timeline.levels).toEqual([[0, 'score', 'high', 'plan-change']]);
    // An admission measures nothing: there is no score of its own, and what is alerted for is the one before it.
    expect(timeline.scores.map(([minute]) => minute)).toEqual([-10]);
    expect(timeline.historyFrom(atMinute(0)).changes.map(({ point }) => minuteOf(point?.atMs ?? 0))).toEqual([-10]);
  });

  it('is put down to the last score, though that changed by itself before the period that is asked about', () => {
    const ceilingOfCare = {
      alertAtMost: 'none',
      instruction: null,
      decidedBy: 'a prescriber',
      reason: 'agreed',
      decidedAt: instant(atMinute(0)),
      reviewAt: instant(atMinute(90)),
    } as const;
    const { story, timeline } = onWard({ ceilingOfCare });
    timeline.takes(story.reads(1, shocked));
    timeline.takes(story.reads(80, { 'body-weight': 80 }));
    timeline.untilMinute(100);
    const [change] = timeline.historyFrom(atMinute(85)).changes;
    expect([change?.because, minuteOf(change?.point?.atMs ?? 0)]).toEqual(['lapsed', 61 + justPast]);
  });

  it('says nothing of a stay that is over', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, shocked));
    timeline.plansFor(story.plan(30, { stay: null }));
    timeline.untilMinute(300);
    expect(timeline.levels).toEqual([[1, 'score', 'high', 'reading']]);
  });

  it('begins anew with another stay', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, shocked));
    timeline.plansFor(story.plan(10, { stay: null }));
    const stayId = StayId.parse(derivedId('test-stay', 'another'));
    const { stay } = story.plan(20);
    timeline.plansFor(story.plan(20, { stay: stay && { ...stay, stayId } }));
    expect(timeline.historyFrom(atMinute(15)).changes.map((change) => [change.stayId, change.tier])).toEqual([
      [stayId, 'high'],
    ]);
  });

  it('is no higher than the ceiling of care, whose instruction goes with it, until that lapses', () => {
    const ceilingOfCare = {
      alertAtMost: 'none',
      instruction: 'Call the palliative care team',
      decidedBy: 'a prescriber',
      reason: 'agreed with the family',
      decidedAt: instant(atMinute(0)),
      reviewAt: instant(atMinute(30)),
    } as const;
    const { story, timeline } = onWard({ ceilingOfCare });
    timeline.takes(story.reads(1, shocked));
    timeline.untilMinute(40);
    expect(timeline.levels).toEqual([[30, 'score', 'high', 'lapsed']]);
    const capped = onWard({ ceilingOfCare: { ...ceilingOfCare, alertAtMost: 'medium', reviewAt: null } });
    capped.timeline.takes(capped.story.reads(1, shocked));
    expect(capped.timeline.historyFrom(-Infinity).changes).toMatchObject([
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
    decidedBy: 'a nurse',
    reason: 'recent tachycardia',
    decidedAt: instant(atMinute(0)),
    reviewAt: instant(atMinute(50)),
    ...changes,
  });

describe('a threshold', () => {
  it('of the pathway alerts when it is passed, and not at the limit itself', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, { 'blood-glucose': 4 }));
    timeline.takes(story.reads(2, { 'blood-glucose': 3.9 }));
    timeline.takes(story.reads(3, { 'blood-glucose': 5 }));
    expect(timeline.levels).toEqual([
      [2, 'threshold:glucose-low', 'medium', 'reading'],
      [3, 'threshold:glucose-low', 'low', 'reading'],
    ]);
  });

  it('of the patient alerts until its review date', () => {
    const threshold = personal({});
    const { story, timeline } = onWard({ thresholds: [threshold] });
    timeline.takes(story.reads(1, { 'pulse-rate': 101 }));
    timeline.untilMinute(55);
    expect(timeline.levels).toEqual([
      [1, `threshold:${threshold.id}`, 'medium', 'reading'],
      [50, `threshold:${threshold.id}`, 'low', 'lapsed'],
    ]);
  });

  it('accepts what is usual for the patient, and only on its side of normal', () => {
    const accepting = personal({ effect: 'accept', limit: 135 });
    const alerting = { 'pulse-rate': 134, 'respiration-rate': 16 } as const;
    const { story, timeline } = onWard({ thresholds: [accepting] });
    timeline.takes(story.reads(1, alerting));
    timeline.untilMinute(52);
    timeline.takes(story.reads(55, { 'pulse-rate': 38 }));
    expect(timeline.levels).toEqual([[50, 'score', 'low-medium', 'lapsed']]);
    const low = onWard({ thresholds: [accepting] });
    low.timeline.takes(low.story.reads(1, { 'pulse-rate': 38 }));
    expect(low.timeline.levels).toEqual([[1, 'score', 'low-medium', 'reading']]);
  });

  it('can never switch off the high tier', () => {
    const codes = ['pulse-rate', 'respiration-rate'] as const;
    const thresholds = codes.map((code) => personal({ effect: 'accept', code, limit: 300 }));
    const { story, timeline } = onWard({ thresholds });
    timeline.takes(story.reads(1, shocked));
    expect(timeline.levels).toEqual([[1, 'score', 'high', 'reading']]);
  });
});

describe('a poor reading that would alert', () => {
  it('asks for a repeat, and alerts when the hard cap is over', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(0, { temperature: 37 }));
    timeline.takes(story.reads(1, { 'oxygen-saturation': 85 }, poorSignal));
    timeline.untilMinute(5.9);
    expect(timeline.levels).toEqual([]);
    timeline.untilMinute(6);
    expect(timeline.asks).toEqual([[1, 'device', 'poor-signal', 'oxygen-saturation']]);
    expect(timeline.levels).toEqual([[6, 'score', 'low-medium', 'confirmed']]);
  });

  it('alerts at once when the repeat is as alarming, good or poor', () => {
    for (const quality of [undefined, poorSignal]) {
      const { story, timeline } = onWard();
      timeline.takes(story.reads(1, { 'oxygen-saturation': 85 }, poorSignal));
      timeline.takes(story.reads(3, { 'oxygen-saturation': 86 }, quality));
      expect(timeline.levels).toEqual([[3, 'score', 'low-medium', 'reading']]);
    }
  });

  it('does not alert when the repeat is well', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, { 'oxygen-saturation': 85 }, poorSignal));
    timeline.takes(story.reads(3, { 'oxygen-saturation': 97 }));
    timeline.untilMinute(30);
    expect(timeline.levels).toEqual([]);
  });

  it('is not confirmed by a poor one before it that was well', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, { 'oxygen-saturation': 97 }, poorSignal));
    timeline.takes(story.reads(3, { 'oxygen-saturation': 85 }, poorSignal));
    timeline.untilMinute(10);
    expect(timeline.asks.map(([minute]) => minute)).toEqual([3]);
    expect(timeline.levels).toEqual([[8, 'score', 'low-medium', 'confirmed']]);
  });

  it('leaves in force meanwhile what was believed before it', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(0, { 'oxygen-saturation': 90 }));
    timeline.takes(story.reads(1, { 'oxygen-saturation': 97 }, poorSignal));
    timeline.untilMinute(10);
    expect(timeline.levels).toEqual([
      [0, 'score', 'low-medium', 'reading'],
      [6, 'score', 'low', 'confirmed'],
    ]);
  });

  it('that would change nothing asks nobody', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, { 'oxygen-saturation': 97 }, poorSignal));
    expect(timeline.asks).toEqual([]);
  });

  it('is part of the score at once: only the alert waits', () => {
    const { story, timeline } = onWard();
    timeline.takes(story.reads(1, { 'oxygen-saturation': 85 }, poorSignal));
    const [point] = timeline.historyFrom(-Infinity).scores;
    expect(point?.composition.newest[1]?.value).toBe(85);
    expect(point?.composition.valid).toBe(0b10);
  });
});

const dueHourly = { dueEveryMinutes: { 'pulse-rate': 60 } } as const;

describe('a reading that does not come', () => {
  it('climbs the ladder, each rung once, up to a welfare check', () => {
    const { story, timeline } = onWard(dueHourly);
    timeline.takes(story.reads(0, { 'pulse-rate': 70 }));
    timeline.untilMinute(1000);
    expect(timeline.asks).toEqual([
      [75, 'device', 'overdue', 'pulse-rate'],
      [90, 'patient', 'overdue', 'pulse-rate'],
      [120, 'clinician', 'overdue', 'pulse-rate'],
    ]);
    expect(timeline.levels).toEqual([[180, 'silence', 'medium', 'overdue']]);
  });

  it('cancels the rest of the ladder when it comes', () => {
    const { story, timeline } = onWard(dueHourly);
    timeline.takes(story.reads(0, { 'pulse-rate': 70 }));
    timeline.untilMinute(100);
    timeline.takes(story.reads(100, { 'pulse-rate': 70 }));
    timeline.untilMinute(170);
    expect(timeline.asks.map(([minute]) => minute)).toEqual([75, 90]);
    expect(timeline.historyFrom(-Infinity).asks.every(({ answered }) => answered)).toBe(true);
    timeline.untilMinute(1000);
    timeline.takes(story.reads(1000, { 'pulse-rate': 70 }));
    expect(timeline.levels).toEqual([
      [280, 'silence', 'medium', 'overdue'],
      [1000, 'silence', 'low', 'reading'],
    ]);
  });

  it('was never missed if it came late', () => {
    const { story, timeline } = onWard(dueHourly);
    timeline.takes(story.reads(0, { 'pulse-rate': 70 }));
    timeline.untilMinute(200);
    timeline.takes(story.reads(60, { 'pulse-rate': 70 }));
    timeline.takes(story.reads(120, { 'pulse-rate': 70 }));
    expect([timeline.asks.map(([minute]) => minute), timeline.levels]).toEqual([[195], []]);
  });

  it('is waited for from the admission on, where none was taken since', () => {
    const { timeline } = onWard(dueHourly);
    timeline.untilMinute(80);
    expect(timeline.asks).toEqual([[75, 'device', 'overdue', 'pulse-rate']]);
  });

  it('is due sooner where the score that the last one was part of asks for it', () => {
    const { story, timeline } = onWard({ dueEveryMinutes: { 'pulse-rate': 600 } });
    timeline.takes(story.reads(0, { ...well, 'pulse-rate': 134 }));
    timeline.untilMinute(100);
    expect(timeline.asks.map(([minute]) => minute)).toEqual([75, 90]);
  });

  it('is waited for by nobody during a pause, and anew once that is over', () => {
    const pause = {
      id: PauseId.parse(derivedId('test-pause', 'one')),
      reason: 'asleep',
      from: instant(atMinute(80)),
      until: instant(atMinute(300)),
      decidedBy: 'a nurse',
    } as const;
    const { story, timeline } = onWard(dueHourly);
    timeline.takes(story.reads(0, { 'pulse-rate': 134 }));
    timeline.plansFor(story.plan(80, { ...dueHourly, pauses: [pause] }));
    timeline.plansFor(story.plan(310, dueHourly));
    timeline.untilMinute(600);
    expect(timeline.asks.map(([minute, who]) => [minute, who])).toEqual([
      [75, 'device'],
      [330, 'patient'],
      [360, 'clinician'],
    ]);
    expect(timeline.levels.filter(([, condition]) => condition === 'silence').map(([minute]) => minute)).toEqual([420]);
    expect(timeline.levels[0]).toEqual([0, 'score', 'low-medium', 'reading']);
  });

  it('is told in the words of the ladder of the pathway: none, where it has none', () => {
    const { story, timeline } = onWard(dueHourly, testRules({ ...testPathway, ladder: [] }));
    timeline.takes(story.reads(0, { 'pulse-rate': 70 }));
    timeline.untilMinute(1000);
    expect([timeline.asks, timeline.levels]).toEqual([[], []]);
  });
});

describe('what happens next by itself', () => {
  it('is known beforehand, and nothing once everything is over', () => {
    const story = new PatientStory();
    const timeline = story.timeline();
    timeline.takes(story.reads(0, { 'pulse-rate': 70 }));
    const dueMs = timeline.nextDueMs();
    expect(minuteOf(dueMs ?? 0)).toBe(60 + justPast);
    timeline.advance(dueMs ?? 0);
    expect(timeline.scores.at(-1)?.[1]).toBe('aged-out');
    expect(timeline.nextDueMs()).toBeUndefined();
  });

  it('includes every rung, lapse and cap', () => {
    const threshold = personal({ reviewAt: instant(atMinute(70)) });
    const { story, timeline } = onWard({ ...dueHourly, thresholds: [threshold] });
    timeline.takes(story.reads(0, { 'pulse-rate': 134 }, poorSignal));
    const times: number[] = [];
    for (let dueMs = timeline.nextDueMs(); dueMs !== undefined; dueMs = timeline.nextDueMs()) {
      times.push(minuteOf(dueMs));
      timeline.advance(dueMs);
    }
    expect(times).toEqual([5, 60 + justPast, 70, 75, 90, 120, 180]);
  });
});
