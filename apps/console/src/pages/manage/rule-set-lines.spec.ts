import { comparedLines, ruleSetLines } from './rule-set-lines.ts';

const first = {
  title: 'Heart failure',
  version: 1,
  measures: [
    { code: 'pulse-rate', dueEveryMinutes: 360 },
    { code: 'temperature', dueEveryMinutes: null },
  ],
};

describe('A rule set', () => {
  it('is read line by line, each under what identifies it', () => {
    expect(ruleSetLines(first)).toEqual([
      { path: 'title', value: 'Heart failure' },
      { path: 'version', value: '1' },
      { path: 'measures › pulse-rate › code', value: 'pulse-rate' },
      { path: 'measures › pulse-rate › due every minutes', value: '360' },
      { path: 'measures › temperature › code', value: 'temperature' },
      { path: 'measures › temperature › due every minutes', value: '–' },
    ]);
  });

  it('is compared with another version by what differs alone, whatever the order', () => {
    const second = {
      ...first,
      version: 2,
      measures: [{ code: 'body-weight' }, { code: 'pulse-rate', dueEveryMinutes: 240 }, first.measures[1]],
    };
    expect(comparedLines(ruleSetLines(first), ruleSetLines(second))).toEqual([
      { path: 'version', before: '1', after: '2' },
      { path: 'measures › pulse-rate › due every minutes', before: '360', after: '240' },
      { path: 'measures › body-weight › code', before: null, after: 'body-weight' },
    ]);
  });
});
