import { aPathway, PatientFixture, testRules, well } from '#libs/fixtures';
import { scoreOfComposition } from './composition.ts';
import { atMinute, RecordedHistory } from './recorded-history.harness.ts';

const justPast = 1 / 60_000;

const everySixHours = testRules(
  aPathway({
    dueByScore: true,
    thresholds: [],
    measures: [
      { code: 'respiration-rate', everyMinutes: 360 },
      { code: 'oxygen-saturation', everyMinutes: 360 },
      { code: 'supplemental-oxygen', everyMinutes: 360 },
      { code: 'systolic-pressure', everyMinutes: 360 },
      { code: 'pulse-rate', everyMinutes: 360 },
      { code: 'consciousness', everyMinutes: 360 },
      { code: 'temperature', everyMinutes: 360 },
    ],
  }),
);

function onWard(changes: Parameters<PatientFixture['plan']>[1] = {}, rules = everySixHours) {
  const patient = new PatientFixture();
  const history = new RecordedHistory(patient.patientId, rules);
  history.follows(patient.plan(0, changes));
  return { patient, history };
}

/** Every score as `[minute, total or range]`. */
const totalsOf = (history: RecordedHistory): readonly (readonly [number, number | string])[] =>
  history.history.scores.map(({ atMs, composition }) => {
    const { total, min, max } = scoreOfComposition(composition);
    return [(atMs - atMinute(0)) / 60_000, total ?? `${String(min)}–${String(max)}`] as const;
  });

describe('A value counts until the next is due, plus a quarter', () => {
  it('so that a ward with a set every six hours shows whole scores between its sets', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.reads(360, well));
    history.untilMinute(900);
    expect(totalsOf(history)).toEqual([
      [0, 0],
      [360, 0],
      [360 + 450 + justPast, '0–20'],
    ]);
  });

  it('and sooner where the score asks for hourly sets: consciousness, oxygen, pressure and temperature too', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.reads(120, { 'pulse-rate': 125, 'respiration-rate': 26 }));
    history.untilMinute(400);
    expect(totalsOf(history)).toEqual([
      [0, 0],
      [120, 5],
      [120 + 75 + justPast, '0–20'],
    ]);
    expect(history.levels).toEqual([
      [120, 'score', 'medium', 'reading'],
      [195 + justPast, 'score', 'low', 'aged-out'],
      [300, 'silence', 'medium', 'overdue'],
    ]);
  });

  it('and everything that the score asks for sooner is waited for from then on', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.reads(120, { 'pulse-rate': 125, 'respiration-rate': 26 }));
    history.untilMinute(200);
    const [first] = history.requests;
    expect(first?.slice(0, 2)).toEqual([195, 'device']);
    expect(first?.[3].split(' ')).toHaveLength(7);
  });

  it('as long as it would have, once a score has asked for more and then for less again', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.reads(120, { 'pulse-rate': 135 }));
    history.takes(patient.reads(150, { 'pulse-rate': 80 }));
    history.untilMinute(500);
    expect(totalsOf(history)).toEqual([
      [0, 0],
      [120, 3],
      [150, 0],
      [450 + justPast, '0–17'],
    ]);
  });

  it('and is not revived by a lower score once it has aged out', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.reads(120, { 'pulse-rate': 135 }));
    history.takes(patient.reads(200, { 'pulse-rate': 80 }));
    expect(history.scores.at(-1)).toEqual([200, 'reading', 1]);
  });

  it('and does not go at the moment at which a plan asks for sets more often', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, { 'pulse-rate': 135 }));
    history.takes(patient.reads(10, { 'pulse-rate': 80 }));
    history.follows(patient.plan(300, { dueEveryMinutes: { 'pulse-rate': 60 } }));
    history.untilMinute(500);
    expect(history.scores.at(-1)).toEqual([300 + 75 + justPast, 'aged-out', 0]);
  });

  it('but a quarter of an hour where a wearable measures all the time', () => {
    const { patient, history } = onWard({ monitoring: 'continuous' });
    history.takes(patient.reads(0, well));
    history.untilMinute(20);
    expect(history.scores.at(-1)).toEqual([15 + justPast, 'aged-out', 4]);
  });
});

describe('On scale 2, air', () => {
  const onScale2 = () => {
    const made = onWard();
    made.history.follows(made.patient.plan(1, { oxygenScale: made.patient.scale2(0, 100_000) }));
    return made;
  };
  const hours = 60;
  const { 'oxygen-saturation': _saturation, 'supplemental-oxygen': _oxygen, ...others } = well;

  it('that was said long before a saturation of 98 % does not make it a score of 0: it may be 5', () => {
    const { patient, history } = onScale2();
    history.takes(patient.reads(10, { 'supplemental-oxygen': false }));
    history.takes(patient.reads(5 * hours, { ...others, 'oxygen-saturation': 98 }));
    expect(totalsOf(history).at(-1)).toEqual([5 * hours, '0–5']);
  });

  it('that is said again within the hour before counts, and so does old news that oxygen is given', () => {
    const { patient, history } = onScale2();
    history.takes(patient.reads(4 * hours, { 'supplemental-oxygen': false }));
    history.takes(patient.reads(5 * hours, { ...others, 'oxygen-saturation': 98 }));
    expect(totalsOf(history).at(-1)).toEqual([5 * hours, 0]);
    const another = onScale2();
    another.history.takes(another.patient.reads(10, { 'supplemental-oxygen': true }));
    another.history.takes(another.patient.reads(5 * hours, { ...others, 'oxygen-saturation': 98 }));
    expect(totalsOf(another.history).at(-1)).toEqual([5 * hours, 5]);
  });
});
