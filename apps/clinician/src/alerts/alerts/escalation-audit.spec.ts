import { timeToJudgeBy } from './escalation-audit.ts';

const at = (time: string): Date => new Date(`2026-11-28T${time}:00Z`);

describe('The steps of escalations are judged', () => {
  it('by the clock of the database where that of a replica is behind it, so that it begins no escalation of others anew', () => {
    expect(timeToJudgeBy(at('03:00'), { system: at('03:00'), database: at('16:00') })).toEqual(at('16:00'));
  });

  it('by the own clock otherwise, so that a step is found that was put off by a clock that was ahead', () => {
    expect(timeToJudgeBy(at('16:00'), { system: at('16:00'), database: at('16:00') })).toEqual(at('16:00'));
    expect(timeToJudgeBy(at('16:00'), { system: at('16:00'), database: at('03:00') })).toEqual(at('16:00'));
  });
});
