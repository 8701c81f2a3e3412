import { builtInRules, PatientFixture } from '#libs/fixtures';
import { RecordedHistory } from './recorded-history.harness.ts';

const rules = builtInRules();
type Values = Parameters<PatientFixture['reads']>[1];

/** A patient on a ward since noon, and what alerts once each set has been taken, a minute apart. */
function afterSets(pathway: string, ...sets: readonly Values[]): RecordedHistory {
  const patient = new PatientFixture();
  const history = new RecordedHistory(patient.patientId, rules);
  const ruleSet = { id: pathway, version: 1 };
  history.follows(patient.plan(0, { ruleSet, stay: { ...patient.stay(0), pathway } }));
  sets.forEach((values, index) => history.takes(patient.reads(index + 1, values)));
  return history;
}

const thresholdsOf = (history: RecordedHistory): readonly string[] =>
  history.levels.flatMap(([, condition, tier]) => (condition.startsWith('threshold:') ? [`${condition} ${tier}`] : []));

describe('FEV1 beside the best that is known of the patient', () => {
  it.each([
    [1.81, []],
    [1.8, ['threshold:fev1-fall medium']],
    [1.2, ['threshold:fev1-fall medium']],
  ])('of 2 L alerts at a fall of 10 % or more: %s L', (fev1, alerts) => {
    expect(thresholdsOf(afterSets('cystic-fibrosis', { 'best-fev1': 2 }, { fev1 }))).toEqual(alerts);
  });

  it('says both values', () => {
    const { history } = afterSets('cystic-fibrosis', { 'best-fev1': 2.05 }, { fev1: 1.62 });
    expect(history.changes.map(({ reason }) => reason)).toContain(
      'FEV1 1.62 L, against best FEV1 2.05 L: FEV1 is 10 % or more below the best: an exacerbation until known otherwise.',
    );
  });

  it('alerts whichever of the two comes first', () => {
    expect(thresholdsOf(afterSets('cystic-fibrosis', { fev1: 1.5 }, { 'best-fev1': 2 }))).toEqual([
      'threshold:fev1-fall medium',
    ]);
  });
});

describe('what the pathways ask of what can be measured', () => {
  it.each<[string, Values, readonly string[]]>([
    ['frailty', { 'systolic-pressure': 130, 'standing-systolic-pressure': 111 }, []],
    [
      'frailty',
      { 'systolic-pressure': 130, 'standing-systolic-pressure': 110 },
      ['threshold:postural-drop-systolic low-medium'],
    ],
    [
      'falls-in-care-homes',
      { 'diastolic-pressure': 80, 'standing-diastolic-pressure': 70 },
      ['threshold:postural-drop-diastolic low-medium'],
    ],
    ['frailty', { '4at-score': 3 }, []],
    ['frailty', { '4at-score': 4 }, ['threshold:delirium-likely medium']],
    ['frailty', { inr: 5 }, []],
    ['frailty', { inr: 5.1 }, ['threshold:inr-high low-medium']],
    ['falls-in-care-homes', { inr: 8.5 }, ['threshold:inr-high medium']],
    ['severe-mental-illness', { 'sedation-score': 2 }, []],
    ['severe-mental-illness', { 'sedation-score': 3 }, ['threshold:sedated high']],
    ['diabetes', { 'blood-ketones': 3 }, ['threshold:critical-blood-ketones-above high']],
    ['heart-failure', { 'systolic-pressure': 179 }, []],
    ['heart-failure', { 'systolic-pressure': 180 }, ['threshold:systolic-very-high low-medium']],
    ['general', { 'systolic-pressure': 200 }, ['threshold:systolic-very-high low-medium']],
    ['frailty', { 'systolic-pressure': 200 }, []],
    ['complex-maternity', { 'blood-ketones': 1.5 }, ['threshold:critical-blood-ketones-above medium']],
  ])('on %s, of %j, is %j', (pathway, values, alerts) => {
    expect(thresholdsOf(afterSets(pathway, values))).toEqual(alerts);
  });
});
