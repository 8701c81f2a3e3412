import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { levelChangesOf } from '../../../scoring/src/scoring.module.ts';
import { type AlertFigures, backTest } from './back-test.ts';
import { backTestTable } from './back-test-table.ts';

describe('the rules, on simulated patients', () => {
  let figures: readonly AlertFigures[];

  beforeAll(async () => {
    const rules = await readRuleBook([builtInRuleSets]);
    figures = backTest({ rules, patients: 6, seed: 7, levelChangesOf });
  });

  it('raise at most one alert in two patient-days on every pathway while patients are stable', () => {
    expect(figures.filter(({ perStablePatientDay }) => perStablePatientDay > 0.5)).toEqual([]);
  });

  it('alert for each patient who falls ill, suddenly or slowly, unless the pathway says that it does not alert', () => {
    const missed = figures.filter(({ onsetToAlertHours: { sudden, slow } }) => [...sudden, ...slow].includes(Infinity));
    expect(missed.map(({ pathway }) => pathway)).toEqual(['end-of-life']);
  });

  it('find weight that is gained in heart failure within three days', () => {
    const heartFailure = figures.find(({ pathway }) => pathway === 'heart-failure');
    expect(heartFailure?.onsetToAlertHours.sudden.at(-1)).toBeLessThan(76);
  });

  it('make the same table every time', () => {
    const [one] = figures;
    expect(one && backTestTable([one]).split('\n').at(-1)).toMatch(/^\| [a-z-]+ \| 0\.\d\d( \| (\d+ h|none)){4} \|$/);
  });
});
