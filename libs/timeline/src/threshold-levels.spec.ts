import type { MonitoringPlan } from '#libs/contracts';
import { builtInRules, PatientFixture, shocked, well } from '#libs/fixtures';
import fc from 'fast-check';
import { RecordedHistory } from './recorded-history.harness.ts';

const rules = builtInRules();
const names = [...new Set(rules.pathways.map(({ file }) => file.id))];

interface Situation extends Partial<MonitoringPlan> {
  readonly pathway?: string;
}

/** A patient on a ward since noon. */
function onPathway({ pathway = 'general', ...changes }: Situation = {}) {
  const patient = new PatientFixture();
  const history = new RecordedHistory(patient.patientId, rules);
  const ruleSet = { id: pathway, version: 1 };
  history.follows(patient.plan(0, { ...changes, ruleSet, stay: { ...patient.stay(0), pathway } }));
  return { patient, history };
}

type Values = Parameters<PatientFixture['reads']>[1];

/** What alerts once these values have been taken: `condition tier`. */
function alertsOf(values: Values, situation?: Situation): readonly string[] {
  const { patient, history } = onPathway(situation);
  history.takes(patient.reads(1, values));
  return history.levels.map(([, condition, tier]) => `${condition} ${tier}`);
}

/** The plan of a child so many years old at noon. */
const aged = (years: number): Situation => ({
  exclusion: 'under-16',
  scoredFrom: new PatientFixture().at((16 - years) * 365.25 * 24 * 60),
});

const pregnant = (over: Partial<NonNullable<MonitoringPlan['pregnancy']>> = {}): Situation => ({
  pregnancy: { from: new PatientFixture().at(-1000), endedAt: null, countsUntil: null, ...over },
});

describe('what is critical in anybody', () => {
  it.each([
    [3.9, 'medium'],
    [2.9, 'high'],
    [1.5, 'high'],
  ])('alerts for a glucose of %s mmol/L on the general pathway, in one condition (%s)', (glucose, tier) => {
    expect(alertsOf({ 'blood-glucose': glucose })).toEqual([`threshold:critical-blood-glucose-below ${tier}`]);
  });

  it.each([
    [0.5, []],
    [0.6, ['low-medium']],
    [1.5, ['medium']],
    [3, ['high']],
  ])('alerts for ketones of %s mmol/L at %j', (ketones, tiers) => {
    expect(alertsOf({ 'blood-ketones': ketones })).toEqual(
      tiers.map((tier) => `threshold:critical-blood-ketones-above ${tier}`),
    );
  });

  it.each([
    [119, []],
    [120, ['medium']],
    [130, ['high']],
    [150, ['high']],
  ])('alerts for a diastolic pressure of %s mm[Hg] alone, which NEWS2 knows nothing of, at %j', (diastolic, tiers) => {
    expect(alertsOf({ 'diastolic-pressure': diastolic })).toEqual(
      tiers.map((tier) => `threshold:critical-diastolic-pressure-above ${tier}`),
    );
  });

  it('says the value, the limit and why', () => {
    const { patient, history } = onPathway();
    history.takes(patient.reads(1, { 'blood-glucose': 1.5 }));
    expect(history.history.changes.map(({ reason }) => reason)).toEqual([
      'blood glucose 1.5 mmol/L, below 3 mmol/L: serious hypoglycaemia, to be treated now.',
    ]);
  });

  it('is not alerted for a second time where the pathway does, as urgently', () => {
    expect(alertsOf({ 'blood-glucose': 3.5 }, { pathway: 'diabetes' })).toEqual(['threshold:glucose-low medium']);
    expect(alertsOf({ 'blood-glucose': 2.5 }, { pathway: 'complex-maternity' })).toEqual([
      'threshold:glucose-low medium',
      'threshold:critical-blood-glucose-below high',
    ]);
  });

  it('alerts for a glucose of 1.5 mmol/L on every pathway that alerts at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), (pathway) => {
        const isSilent = rules.newest(pathway)?.file.escalation.alertAtMost === 'none';
        expect(alertsOf({ 'blood-glucose': 1.5 }, { pathway }).some((alert) => alert.endsWith(' high'))).toBe(
          !isSilent,
        );
      }),
    );
  });
});

describe('a person whom no chart is for', () => {
  const gravelyIll = {
    ...shocked,
    'respiration-rate': 40,
    'oxygen-saturation': 80,
    'pulse-rate': 170,
    consciousness: 'U',
  };

  it('alerts by thresholds: a gravely ill child on the general pathway', () => {
    expect(alertsOf(gravelyIll, aged(8))).toEqual(
      expect.arrayContaining([
        'threshold:critical-respiration-rate-above high',
        'threshold:critical-oxygen-saturation-below high',
        'threshold:critical-pulse-rate-above high',
        'threshold:critical-consciousness high',
      ]),
    );
  });

  it.each([
    [0, 159, 160],
    [1, 149, 150],
    [4, 139, 140],
    [5, 129, 130],
    [7, 119, 120],
    [11, 114, 115],
    [13, 130, 131],
  ])('at the age of %s years alerts not for a pulse of %s, but of %s', (years, usual, fast) => {
    expect(alertsOf({ 'pulse-rate': usual }, aged(years + 0.5))).toEqual([]);
    expect(alertsOf({ 'pulse-rate': fast }, aged(years + 0.5))).toEqual(['threshold:critical-pulse-rate-above high']);
  });

  it('alerts by the limits of adults where the age is not known', () => {
    expect(alertsOf({ 'pulse-rate': 131 }, { exclusion: 'under-16' })).toEqual([
      'threshold:critical-pulse-rate-above high',
    ]);
  });

  it('is scored from the sixteenth birthday on, and no longer by thresholds', () => {
    const { patient, history } = onPathway({ exclusion: 'under-16', scoredFrom: new PatientFixture().at(30) });
    history.takes(patient.reads(1, { ...well, 'pulse-rate': 140, 'respiration-rate': 30 }));
    history.untilMinute(40);
    expect(history.levels).toEqual(
      [
        [1, 'threshold:critical-respiration-rate-above', 'high', 'reading'],
        [1, 'threshold:critical-pulse-rate-above', 'high', 'reading'],
        [30, 'threshold:critical-respiration-rate-above', 'low', 'lapsed'],
        [30, 'threshold:critical-pulse-rate-above', 'low', 'lapsed'],
        [30, 'score', 'medium', 'lapsed'],
      ].toSorted((one, other) => Number(one[0]) - Number(other[0]) || (other[1] === 'score' ? 1 : 0)),
    );
    expect(history.history.scores.map(({ composition }) => composition.chart.id)).toEqual(['news2-2017']);
  });

  it('is never silent, by any pathway that alerts and at any age, with a vital sign that is extreme', () => {
    const extreme: readonly Values[] = [
      { 'respiration-rate': 61 },
      { 'respiration-rate': 6 },
      { 'oxygen-saturation': 85 },
      { 'pulse-rate': 165 },
      { 'pulse-rate': 38 },
      { 'systolic-pressure': 65 },
      { 'systolic-pressure': 225 },
      { temperature: 34 },
      { temperature: 41.2 },
      { consciousness: 'C' },
      { consciousness: 'U' },
    ];
    const alerting = names.filter((name) => rules.newest(name)?.file.escalation.alertAtMost !== 'none');
    fc.assert(
      fc.property(
        fc.constantFrom(...alerting),
        fc.constantFrom(...extreme),
        fc.double({ min: 0, max: 15.9, noNaN: true }),
        (pathway, values, years) => {
          expect(alertsOf(values, { pathway, ...aged(years) })).not.toEqual([]);
        },
      ),
    );
  });
});

describe('a pregnancy', () => {
  const ill = { 'respiration-rate': 31, 'systolic-pressure': 85, 'pulse-rate': 140, consciousness: 'U' };

  it('is scored by the obstetric chart on a pathway whose own chart is not for it, and alerts', () => {
    const { patient, history } = onPathway(pregnant());
    history.takes(patient.reads(1, ill));
    expect(history.history.scores.map(({ composition }) => composition.chart.id)).toEqual(['obstetric-meows-2012']);
    expect(history.levels).toEqual([[1, 'score', 'high', 'reading']]);
  });

  it('counts until four weeks after its end, and then the chart moves back by itself', () => {
    const noonOf = new PatientFixture();
    const { patient, history } = onPathway(pregnant({ endedAt: noonOf.at(-500), countsUntil: noonOf.at(30) }));
    history.takes(patient.reads(1, { 'respiration-rate': 16 }));
    history.untilMinute(40);
    expect(history.history.scores.map(({ because, composition }) => [because, composition.chart.id])).toEqual([
      ['reading', 'obstetric-meows-2012'],
      ['plan-change', 'news2-2017'],
    ]);
  });

  it('is scored by the obstetric chart whatever the age, and afterwards there is none for a child', () => {
    const noonOf = new PatientFixture();
    const { patient, history } = onPathway({
      ...aged(15),
      ...pregnant({ endedAt: noonOf.at(-500), countsUntil: noonOf.at(30) }),
    });
    history.takes(patient.reads(1, { 'respiration-rate': 31 }));
    history.untilMinute(38);
    expect(history.levels).toEqual([
      [1, 'score', 'high', 'reading'],
      [30, 'score', 'low', 'lapsed'],
      [30, 'threshold:critical-respiration-rate-above', 'high', 'lapsed'],
    ]);
  });
});

describe('acute respiratory infection', () => {
  const pathway = 'acute-respiratory';
  const scale2 = { oxygenScale: new PatientFixture().scale2(-10, 10_000) };

  it.each([
    [95, []],
    [94, ['threshold:saturation-low low-medium']],
    [93, ['threshold:saturation-low low-medium']],
    [92, ['threshold:saturation-low high']],
  ])('alerts on scale 1 for an SpO2 of %s %% by %j', (saturation, alerts) => {
    const { patient, history } = onPathway({ pathway });
    history.takes(patient.reads(1, { ...well, 'oxygen-saturation': saturation }));
    expect(history.levels.map(([, condition, tier]) => `${condition} ${tier}`)).toEqual(alerts);
  });

  it('has one condition that worsens as the saturation passes one limit after the other', () => {
    const { patient, history } = onPathway({ pathway });
    for (const [minute, saturation] of [95, 94, 92, 96].entries()) {
      history.takes(patient.reads(minute + 1, { ...well, 'oxygen-saturation': saturation }));
    }
    expect(history.levels.filter(([, condition]) => condition !== 'score')).toEqual([
      [2, 'threshold:saturation-low', 'low-medium', 'reading'],
      [3, 'threshold:saturation-low', 'high', 'reading'],
      [4, 'threshold:saturation-low', 'low', 'reading'],
    ]);
  });

  it.each([
    [88, []],
    [87, ['threshold:saturation-below-target high']],
  ])('alerts on scale 2 for an SpO2 of %s %% by %j', (saturation, alerts) => {
    const values = { ...well, 'oxygen-saturation': saturation };
    expect(alertsOf(values, { pathway, ...scale2 })).toEqual(alerts);
  });

  const target = (from: number, to: number, reviewMinute = 10_000): Situation => ({
    targetSaturation: new PatientFixture().target(from, to, reviewMinute),
  });

  it.each<[number, number, number, readonly string[]]>([
    [92, 96, 92, []],
    [92, 96, 91, ['high']],
    [94, 98, 94, []],
    [94, 98, 93, ['high']],
    [88, 92, 88, []],
    [88, 92, 87, ['high']],
  ])('by a target of %s to %s %% alerts for an SpO2 of %s %% by %j', (from, to, saturation, tiers) => {
    const values = { ...well, 'oxygen-saturation': saturation };
    const scale = from === 88 ? scale2 : {};
    const condition = from === 88 ? 'saturation-below-target' : 'saturation-low';
    const found = alertsOf(values, { pathway, ...scale, ...target(from, to) });
    expect(found.filter((one) => one.startsWith('threshold:'))).toEqual(
      tiers.map((tier) => `threshold:${condition} ${tier}`),
    );
  });

  it('says the target that the saturation is below', () => {
    const { patient, history } = onPathway({ pathway, ...target(92, 96) });
    history.takes(patient.reads(1, { 'oxygen-saturation': 90 }));
    expect(history.history.changes.map(({ reason }) => reason)).toContain(
      'SpO2 90 %, below 92 %: below the prescribed target of 92 to 96 %.',
    );
  });

  it('alerts below a target that is prescribed on a pathway without a limit of its own', () => {
    expect(alertsOf({ 'oxygen-saturation': 93 }, target(94, 98))).toContain('threshold:saturation-below-target high');
  });

  it('goes by the limits of the pathway again once the target has lapsed at its review', () => {
    const { patient, history } = onPathway({ pathway, ...target(88, 92, 30) });
    history.takes(patient.reads(1, { ...well, 'oxygen-saturation': 94 }));
    history.untilMinute(40);
    expect(history.levels.filter(([, condition]) => condition !== 'score')).toEqual([
      [30, 'threshold:saturation-low', 'low-medium', 'lapsed'],
    ]);
  });

  it('alerts for an SpO2 that falls by 3 % or more on exertion, whatever it is at rest', () => {
    const rest = { ...well, 'oxygen-saturation': 97 };
    expect(alertsOf({ ...rest, 'oxygen-saturation-on-exertion': 95 }, { pathway })).toEqual([]);
    const { patient, history } = onPathway({ pathway });
    history.takes(patient.reads(1, { ...rest, 'oxygen-saturation-on-exertion': 94 }));
    expect(history.history.changes.map(({ reason, tier }) => [tier, reason])).toEqual([
      ['medium', 'SpO2 on exertion 94 %, after SpO2 97 %: SpO2 falls by 3 % or more on exertion.'],
    ]);
  });
});

describe('a threshold that the plan itself asks for', () => {
  const pain = { ...new PatientFixture().limit('pain-score', 6, 10_000) };

  it('alerts on a pathway that alerts for nothing else: pain above 6 at the end of life', () => {
    const alerts = alertsOf({ ...shocked, 'pain-score': 7 }, { pathway: 'end-of-life', thresholds: [pain] });
    expect(alerts).toEqual([`threshold:${pain.id} medium`]);
  });

  it('alerts whatever the ceiling of care of the same plan caps', () => {
    const ceilingOfCare = new PatientFixture().ceiling('none');
    expect(alertsOf({ ...shocked, 'pain-score': 7 }, { thresholds: [pain], ceilingOfCare })).toEqual([
      `threshold:${pain.id} medium`,
    ]);
  });
});
