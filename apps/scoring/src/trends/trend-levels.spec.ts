import { type MonitoringPlan, StayId } from '#libs/contracts';
import { scoreSeries, type Series } from './sampling.ts';
import { type TrendSample, trendChanges } from './trend-levels.ts';
import { atHour, hourOf, WeighedPatient } from './weighed-patient.harness.ts';

const minute = 60_000;
const poor = { perfusionIndex: 0.1 };

const series = (...pairs: readonly (readonly [hour: number, value: number])[]): TrendSample[] =>
  pairs.map(([hour, value]) => ({ takenAtMs: atHour(hour), value }));

/** Weight that is 2.4 kg up from hour 48.5 on, which a second weighing half an hour later shows. */
const gain = series([0, 80.1], [24, 80.2], [48.5, 82.4], [49, 82.5]);

interface Given {
  readonly plans: readonly MonitoringPlan[];
  readonly samples?: Readonly<Partial<Record<Series, readonly TrendSample[]>>>;
  readonly from?: number;
  readonly to?: number;
}

/** `[hour, condition, level, because]` of each change. */
function changesOf({ plans, samples = { 'body-weight': gain }, from = -1000, to = 1000 }: Given) {
  const bySeries = new Map(Object.entries(samples).map(([name, taken]) => [name, taken ?? []]));
  const period = { fromMs: atHour(from), toMs: atHour(to) };
  return trendChanges(new WeighedPatient().versions(...plans), bySeries, period);
}

function levels(given: Given): readonly (readonly [number, string, string, string])[] {
  return changesOf(given).changes.map(({ atMs, condition, tier, because }) => [hourOf(atMs), condition, tier, because]);
}

const justAfter = (hour: number): number => hour + 1 / 3_600_000;

describe('the level of a trend', () => {
  let patient: WeighedPatient;
  beforeEach(() => {
    patient = new WeighedPatient();
  });

  it('rises with the sample that makes the rule hold, and lapses one window after the last sample', () => {
    expect(levels({ plans: [patient.plan(-10)] })).toEqual([
      [49, 'trend:weight-gain', 'medium', 'reading'],
      [justAfter(49 + 72), 'trend:weight-gain', 'low', 'aged-out'],
    ]);
  });

  it('says what was found, why it matters, and what to do', () => {
    const { changes } = changesOf({ plans: [patient.plan(-10)] });
    expect(changes[0]).toMatchObject({
      stayId: patient.fixture.stayId,
      previousTier: 'low',
      reason: 'body weight up 2.4 kg in 3 days (from 80.1 kg): fluid may be building up',
      instruction: 'Ring the heart failure nurse.',
      respondWithinMinutes: null,
      point: null,
    });
  });

  it('of two rules about one code in one direction is that of one condition, which worsens', () => {
    const samples = { 'body-weight': series([0, 80], [24, 80], [48, 81], [96, 81.4], [120, 82.1], [144, 83.5]) };
    const plans = [patient.plan(-10, { ruleSet: { id: 'fast-and-slow', version: 1 } })];
    expect(levels({ plans, samples, to: 150 })).toEqual([
      [120, 'trend:weight-gain', 'low-medium', 'reading'],
      [144, 'trend:weight-gain', 'medium', 'reading'],
    ]);
  });

  it('falls with the sample at which the rule holds no longer', () => {
    const samples = { 'body-weight': [...gain, ...series([60, 80.3])] };
    expect(levels({ plans: [patient.plan(-10)], samples })).toEqual([
      [49, 'trend:weight-gain', 'medium', 'reading'],
      [60, 'trend:weight-gain', 'low', 'reading'],
    ]);
  });

  it('stays up while sample after sample shows it', () => {
    const samples = { 'body-weight': [...gain, ...series([60, 82.6], [70, 82.7])] };
    expect(levels({ plans: [patient.plan(-10)], samples, to: 120 })).toEqual([
      [49, 'trend:weight-gain', 'medium', 'reading'],
    ]);
  });

  it('is worked out for a period alone, with what was there just before it', () => {
    const plans = [patient.plan(-10)];
    expect(levels({ plans, from: 49, to: 60 })).toEqual([[49, 'trend:weight-gain', 'medium', 'reading']]);
    expect(levels({ plans, from: 50, to: 100 })).toEqual([]);
    expect(levels({ plans, from: 100, to: 200 })).toEqual([[justAfter(121), 'trend:weight-gain', 'low', 'aged-out']]);
  });

  it('is none before the stay: one that holds already rises with the admission', () => {
    expect(levels({ plans: [patient.plan(55)], to: 60 })).toEqual([[55, 'trend:weight-gain', 'medium', 'plan-change']]);
  });

  it('is none after the stay', () => {
    expect(levels({ plans: [patient.plan(-10), patient.plan(60, { stay: null })] })).toEqual([
      [49, 'trend:weight-gain', 'medium', 'reading'],
    ]);
  });

  it('begins anew with another stay', () => {
    const first = patient.plan(-10);
    const other = StayId.parse('00000000-0000-4000-8000-000000000001');
    const second = patient.plan(60, { stay: first.stay && { ...first.stay, stayId: other } });
    const { changes } = changesOf({ plans: [first, second], to: 70 });
    expect(changes.map(({ atMs, stayId, previousTier }) => [hourOf(atMs), stayId, previousTier])).toEqual([
      [49, patient.fixture.stayId, 'low'],
      [60, other, 'low'],
    ]);
  });

  it('goes with a change to a pathway without the rule, and with nothing else about the plan', () => {
    const plans = [patient.plan(-10), patient.plan(55), patient.plan(60, { ruleSet: { id: 'trendless', version: 1 } })];
    expect(levels({ plans })).toEqual([
      [49, 'trend:weight-gain', 'medium', 'reading'],
      [60, 'trend:weight-gain', 'low', 'plan-change'],
    ]);
  });

  it('reaches no higher than the ceiling of care, until that lapses', () => {
    const reviewAt = patient.fixture.at(80 * 60);
    const ceilingOfCare = patient.fixture.ceiling('low-medium', {
      instruction: 'Call the palliative care team.',
      reviewAt,
    });
    const plans = [patient.plan(-10, { ceilingOfCare })];
    expect(levels({ plans, to: 100 })).toEqual([
      [49, 'trend:weight-gain', 'low-medium', 'reading'],
      [80, 'trend:weight-gain', 'medium', 'lapsed'],
    ]);
    expect(changesOf({ plans }).changes[0]?.instruction).toBe('Call the palliative care team.');
    const muted = [patient.plan(-10, { ceilingOfCare: patient.fixture.ceiling('none') })];
    expect(levels({ plans: muted })).toEqual([]);
  });

  it('takes no account of a reading whose signal was poor', () => {
    const weights = gain.map((sample, index) => (index > 1 ? { ...sample, quality: poor } : sample));
    expect(levels({ plans: [patient.plan(-10)], samples: { 'body-weight': weights } })).toEqual([]);
  });

  it('is that of scores and of what is usual for the patient, too', () => {
    const samples = {
      [scoreSeries]: series([0, 1], [4, 2], [8, 5], [9, 5]),
      'pulse-rate': series([-170, 70], [-100, 72], [-60, 71], [-30, 70], [2, 95], [3, 96]),
    };
    expect(levels({ plans: [patient.plan(-200)], samples, to: 10 })).toEqual([
      [3, 'trend:pulse-up', 'low-medium', 'reading'],
      [9, 'trend:worsening', 'low-medium', 'reading'],
    ]);
  });
});

describe('a sample that jumps', () => {
  const patient = new WeighedPatient();
  const plans = [patient.plan(-10)];
  const jump = series([0, 80.1], [24, 80.2], [48, 82.7]);

  it('alerts within the hour where nothing is measured again: a step of 2.5 kg alerts on the day', () => {
    expect(levels({ plans, samples: { 'body-weight': jump }, to: 60 })).toEqual([
      [49, 'trend:weight-gain', 'medium', 'confirmed'],
    ]);
    expect(changesOf({ plans, samples: { 'body-weight': jump }, to: 48.5 }).dueAtMs).toBe(atHour(49));
  });

  it('alerts as soon as a second one shows the same', () => {
    const samples = { 'body-weight': [...jump, ...series([48.1, 82.6])] };
    expect(levels({ plans, samples, to: 60 })).toEqual([[48.1, 'trend:weight-gain', 'medium', 'reading']]);
  });

  it('never alerts where a second one refutes it', () => {
    const samples = { 'body-weight': [...jump, ...series([48.1, 80.3])] };
    expect(levels({ plans, samples, to: 60 })).toEqual([]);
  });

  it('is asked for again, by those who can, for as long as it waits', () => {
    const { doubts } = changesOf({ plans, samples: { 'body-weight': jump }, to: 60 });
    expect(doubts).toEqual([
      {
        atMs: atHour(48),
        stayId: patient.fixture.stayId,
        rule: expect.objectContaining({ id: 'weight-gain' }),
        words: 'body weight up 2.6 kg in 3 days (from 80.1 kg)',
        alertsFromMs: atHour(49),
      },
    ]);
    expect(changesOf({ plans, samples: { 'body-weight': jump }, from: 48.2, to: 60 }).doubts).toEqual([]);
  });

  it('is not asked for again where nothing may alert', () => {
    const muted = [patient.plan(-10, { ceilingOfCare: patient.fixture.ceiling('none') })];
    expect(changesOf({ plans: muted, samples: { 'body-weight': jump } }).doubts).toEqual([]);
  });
});

describe('when a trend next changes by itself', () => {
  const patient = new WeighedPatient();
  const plan = patient.plan(-10);

  it('is one window after the sample that it holds at', () => {
    const { dueAtMs } = changesOf({ plans: [plan], to: 60 });
    expect(dueAtMs).toBe(atHour(121) + 1);
    expect(levels({ plans: [plan], from: 60, to: 121 })).toEqual([]);
    expect(changesOf({ plans: [plan], to: 121 + 1 / 60 }).changes.at(-1)).toMatchObject({ atMs: atHour(121) + 1 });
  });

  it('is never while no rule holds', () => {
    expect(changesOf({ plans: [plan], to: 30 }).dueAtMs).toBeUndefined();
    expect(changesOf({ plans: [plan], to: 122 }).dueAtMs).toBeUndefined();
  });

  it('is when the ceiling that keeps it down lapses', () => {
    const { fixture } = patient;
    const ceilingOfCare = fixture.ceiling('none', { reviewAt: fixture.at(80 * 60) });
    const capped = new WeighedPatient().plan(-10, { ceilingOfCare });
    expect(changesOf({ plans: [capped], to: 60 }).dueAtMs).toBe(atHour(80));
    expect(levels({ plans: [capped], from: 60, to: 80 + minute / 3_600_000 })).toEqual([
      [80, 'trend:weight-gain', 'medium', 'lapsed'],
    ]);
  });
});
