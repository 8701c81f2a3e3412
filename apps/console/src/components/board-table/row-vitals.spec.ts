import { observationOfParameter } from '#libs/clinical';
import { Score } from '#libs/contracts';
import { atMinute, observation, score } from '../../live/live-events.fixtures.ts';
import { news2View } from '../words/chart-words.ts';
import { rowVitals } from './row-vitals.ts';

const pulseAt = (minute: number, value: number) => observation({ minute, value });

const scoredPulse = (minute: number, value: number): Score =>
  Score.parse({
    ...score({ minute, values: { pulseRate: value } }),
    inputs: [
      {
        parameter: 'pulseRate',
        code: 'pulse-rate',
        observationId: pulseAt(minute, value).id,
        value,
        takenAt: atMinute(minute),
        ageSeconds: 0,
      },
    ],
  });

const pulseOf = (row: Pick<Parameters<typeof rowVitals>[0], 'score' | 'latest'>) =>
  rowVitals({ ...row, exclusion: null }, news2View).find(({ code }) => code === observationOfParameter.pulseRate);

describe('a vital sign on the board', () => {
  it('shows the points of the score that was made of it', () => {
    const row = { score: scoredPulse(5, 112), latest: [pulseAt(5, 112)] };
    expect(pulseOf(row)).toMatchObject({ latest: { value: 112 }, points: 2, outOfDate: false });
  });

  it('has no points yet when it is newer than the score', () => {
    const row = { score: scoredPulse(5, 112), latest: [pulseAt(6, 120)] };
    expect(pulseOf(row)).toMatchObject({ latest: { value: 120 }, points: null, outOfDate: false });
  });

  it('is never older than what the score was made of', () => {
    const row = { score: scoredPulse(5, 112), latest: [pulseAt(1, 70)] };
    expect(pulseOf(row)).toMatchObject({ latest: { value: 112, takenAt: atMinute(5) }, points: 2 });
  });

  it('is marked too old when the score counts it as missing', () => {
    const row = { score: score({ minute: 9 }), latest: [pulseAt(1, 70)] };
    expect(pulseOf(row)).toMatchObject({ latest: { value: 70 }, points: null, outOfDate: true });
  });

  it('is marked doubtful, with what was found, while a newer value could not be taken, and not once a better one has come', () => {
    const doubt = {
      parameter: 'pulseRate',
      code: 'pulse-rate',
      takenAt: atMinute(6),
      because: 'extreme',
      found: '0 /min',
    };
    const doubted = Score.parse({ ...score({ minute: 6 }), doubtful: [doubt] });
    expect(pulseOf({ score: doubted, latest: [pulseAt(5, 70)] })).toMatchObject({
      latest: { value: 70 },
      points: null,
      doubt: { found: '0 /min', takenAt: atMinute(6) },
    });
    expect(pulseOf({ score: doubted, latest: [] })).toMatchObject({ latest: undefined, doubt: { found: '0 /min' } });
    expect(pulseOf({ score: doubted, latest: [pulseAt(7, 72)] })?.doubt).toBeUndefined();
  });

  it('is absent when nothing was ever measured', () => {
    expect(pulseOf({ score: null, latest: [] })).toMatchObject({ latest: undefined, points: null, outOfDate: false });
  });
});
