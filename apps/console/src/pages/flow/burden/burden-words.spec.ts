import { type BurdenFigures, conditionOf } from '#libs/contracts';
import { answerColumns, type BurdenColumn, countColumns, ruleWords, shiftWords } from './burden-words.ts';

const figures: BurdenFigures = {
  patientDays: 112.04,
  alerts: 28,
  alertsPerPatientDay: 0.2499,
  ended: 25,
  withAction: 10,
  shareWithAction: 0.4,
  acknowledged: 27,
  minutesToAcknowledge: { median: 7.2, p90: 31 },
  resolved: 20,
  minutesToResolve: { median: 61, p90: 190 },
  breaches: 3,
  snoozes: 2,
  lapses: 1,
  escalations: 4,
  notifications: 84,
  notificationsPerAlert: 3,
};
const said = (columns: readonly BurdenColumn[], of = figures): readonly string[] =>
  columns.map(({ value }) => value(of));

describe('The figures of burden in words', () => {
  it('say how many alerts there were, and whether something was done', () => {
    expect(said(countColumns())).toEqual(['112.0', '28', '0.25', '25', '40 %', '3.00']);
  });

  it('say how they were answered, never sooner than they were', () => {
    expect(said(answerColumns())).toEqual(['8 min', '31 min', '1 h', '3 h', '3', '2', '1', '4']);
  });

  it('say nothing of what there was not', () => {
    const empty = {
      ...figures,
      alertsPerPatientDay: null,
      shareWithAction: null,
      notificationsPerAlert: null,
      minutesToAcknowledge: null,
      minutesToResolve: null,
    };
    expect(said(countColumns(), empty).filter((words) => words === '–')).toHaveLength(3);
    expect(said(answerColumns(), empty).filter((words) => words === '–')).toHaveLength(4);
  });

  it.each([
    [{ condition: conditionOf('silence'), conditionKind: 'silence' }, 'No readings'],
    [{ condition: conditionOf('threshold', 'glucose-low'), conditionKind: 'threshold' }, 'Limit: glucose-low'],
  ] as const)('name the rule %j', (rule, words) => {
    expect(ruleWords(rule)).toBe(words);
  });

  it('say from when until when a shift is', () => {
    expect(shiftWords('day', ['08:00', '20:00'])).toBe('Day, 08:00 to 20:00');
    expect(shiftWords('night', ['08:00', '20:00'])).toBe('Night, 20:00 to 08:00');
  });
});
