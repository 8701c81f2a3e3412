import { news2Chart, type PathwayFile } from '#libs/clinical';
import { instant, type Instant } from '#libs/contracts';
import { aPathway, testRules } from '#libs/fixtures';
import { minutesAsked, type Monitored, nextDue, timesOfAskingScores } from './next-due.ts';

const at = (time: string): Instant => instant(Date.parse(`2026-11-22T${time}:00Z`));

/** Pulse every 12 h and weight once a day, asked for sooner by the score of the pulse. */
function monitored(over: Partial<Monitored> = {}, rules: Partial<PathwayFile> = {}): Monitored {
  const pathway = testRules(aPathway({ dueByScore: true, ...rules })).newest('general');
  if (pathway === undefined) throw new TypeError('The test rules have no general pathway.');
  return {
    plan: { dueEveryMinutes: { 'pulse-rate': 720, 'body-weight': 1440, temperature: null } },
    pathway,
    pauses: [],
    admittedAt: at('00:00'),
    latest: [
      { code: 'pulse-rate', takenAt: at('10:00') },
      { code: 'body-weight', takenAt: at('08:00') },
      { code: 'temperature', takenAt: at('09:00') },
    ],
    asked: [],
    ...over,
  };
}

const nothing = (): undefined => undefined;
const anHourAfter =
  (time: string) =>
  (takenAt: Instant): number | undefined =>
    takenAt === at(time) ? 60 : undefined;

describe('The next observation on the board', () => {
  it('is due by the plan', () => {
    expect(nextDue(monitored(), nothing, at('12:00'))).toEqual({ at: at('22:00'), codes: ['pulse-rate'] });
  });

  it('is due sooner where the score of the newest one asks for it, and stays due once that is past', () => {
    const due = { at: at('11:00'), codes: ['pulse-rate'] };
    expect(nextDue(monitored(), anHourAfter('10:00'), at('10:30'))).toEqual(due);
    expect(nextDue(monitored(), anHourAfter('10:00'), at('12:00'))).toEqual(due);
  });

  it('is of every code that the newest score asks for, also of one that was taken before it', () => {
    const temperature = { code: 'temperature', takenAt: at('08:30'), everyMinutes: 60, from: at('10:00') } as const;
    const plan = { dueEveryMinutes: { 'pulse-rate': 720, temperature: 720 } };
    const latest = [{ code: 'pulse-rate', takenAt: at('10:00') }, temperature] as const;
    const both = { at: at('11:00'), codes: ['pulse-rate', 'temperature'] };
    expect(nextDue(monitored({ plan, latest, asked: [temperature] }), anHourAfter('10:00'), at('10:30'))).toEqual(both);
    // The score said so of another reading.
    const older = { ...temperature, takenAt: at('08:00') };
    const one = { at: at('11:00'), codes: ['pulse-rate'] };
    expect(nextDue(monitored({ plan, latest, asked: [older] }), anHourAfter('10:00'), at('10:30'))).toEqual(one);
    expect(timesOfAskingScores(monitored({ plan, latest, asked: [temperature] }))).toEqual([at('10:00')]);
  });

  it('is not due sooner by a score where the pathway does not go by scores, nor for what is not on its chart', () => {
    const due = { at: at('22:00'), codes: ['pulse-rate'] };
    expect(nextDue(monitored({}, { dueByScore: false }), anHourAfter('10:00'), at('12:00'))).toEqual(due);
    expect(nextDue(monitored(), anHourAfter('08:00'), at('12:00'))).toEqual(due);
  });

  it('is none during a pause, and comes at the end of one that it fell into', () => {
    const paused = monitored({ pauses: [{ from: at('21:00'), until: at('23:30') }] });
    expect(nextDue(paused, nothing, at('22:00'))).toBeNull();
    expect(nextDue(paused, nothing, at('23:30'))?.at).toBe(at('23:30'));
    expect(nextDue(paused, nothing, at('12:00'))?.at).toBe(at('23:30'));
  });

  it('is none where the plan waits for nothing', () => {
    expect(nextDue(monitored({ plan: { dueEveryMinutes: { 'pulse-rate': null } } }), nothing, at('12:00'))).toBeNull();
  });
});

describe('How soon a score asks for the next', () => {
  it('is known by the words of its chart', () => {
    const [{ monitoring, monitorEveryMinutes } = { monitoring: '', monitorEveryMinutes: 0 }] = news2Chart.file.tiers;
    expect(minutesAsked(news2Chart, monitoring)).toBe(monitorEveryMinutes);
    expect(minutesAsked(news2Chart, news2Chart.file.whenNought?.monitoring ?? '')).toBe(720);
    expect(minutesAsked(news2Chart, 'now and then')).toBeUndefined();
    expect(minutesAsked(undefined, monitoring)).toBeUndefined();
  });

  it('is asked of the scores of what is waited for and on the chart', () => {
    expect(timesOfAskingScores(monitored())).toEqual([at('10:00')]);
    expect(timesOfAskingScores(monitored({}, { dueByScore: false }))).toEqual([]);
  });
});
