import { instant } from '#libs/contracts';
import { planNotFollowed } from './plan-not-followed.ts';

const nowMs = Date.parse('2026-11-28T14:00:00Z');
const secondsAgo = (seconds: number) => instant(nowMs - seconds * 1000);

describe('a plan that was changed', () => {
  it.each([
    ['and has been taken is followed', { revision: 3, ago: 3600, taken: 3 }, undefined],
    ['a minute ago may be on its way', { revision: 3, ago: 60, taken: 2 }, undefined],
    ['longer ago and was not taken is not followed', { revision: 3, ago: 61, taken: 2 }, 'not-taken'],
    ['for a patient of whom no plan was taken is not followed', { revision: 1, ago: 61 }, 'not-taken'],
    ['and was refused is not followed, however new it is', { revision: 3, ago: 5, taken: 2, refused: 4 }, 'refused'],
    ['after an older one was refused may be on its way', { revision: 3, ago: 5, taken: 1, refused: 900 }, undefined],
    ['after one was refused, and was taken, is followed', { revision: 3, ago: 900, taken: 3, refused: 800 }, undefined],
    ['by a clock that was hours ahead does not hold yet', { revision: 3, ago: -13 * 3600, taken: 3 }, 'in-future'],
    ['by a clock that is a little ahead is followed', { revision: 3, ago: -30, taken: 3 }, undefined],
  ])('%s', (_claim, { revision, ago, taken, refused }: Given, because) => {
    const facts = {
      plan: { revision, changedAt: secondsAgo(ago) },
      takenRevision: taken,
      refusedAt: refused === undefined ? undefined : secondsAgo(refused),
    };
    const expected = because === undefined ? undefined : { changedAt: secondsAgo(ago), because };
    expect(planNotFollowed(facts, nowMs)).toEqual(expected);
  });
});

interface Given {
  readonly revision: number;
  /** Seconds since the change. */
  readonly ago: number;
  readonly taken?: number;
  /** Seconds since one was refused. */
  readonly refused?: number;
}
