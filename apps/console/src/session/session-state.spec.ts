import { afterEnd, afterSignedIn, expiryStage, type SessionState, whatNext } from './session-state.ts';

const amina = { id: 'amina', name: 'Amina Yusuf' };
const end = Date.parse('2026-11-21T10:00:00.000Z');
const signedIn = afterSignedIn(amina, '2026-11-21T10:00:00.000Z');
const unknown: SessionState = { kind: 'unknown' };
const minutes = (count: number): number => count * 60_000;

describe('the end of a session', () => {
  it.each([
    ['long before it expires', end - minutes(60), 'ended'],
    ['when it expires', end, 'expired'],
    ['a little before, by another clock', end - 3000, 'expired'],
    ['after it', end + minutes(5), 'expired'],
  ] as const)('%s says why, and keeps whose it was', (_when, now, why) => {
    expect(afterEnd(signedIn, now)).toEqual({ kind: 'ended', person: amina, why });
  });

  it('is not known to be an expiry where the service does not say when that is', () => {
    expect(afterEnd(afterSignedIn(amina, undefined), end)).toMatchObject({ why: 'ended' });
  });

  it('changes nothing a second time, nor before a person was on screen', () => {
    const ended = afterEnd(signedIn, end);
    expect(afterEnd(ended, end + 1)).toBe(ended);
    expect(afterEnd(unknown, end)).toBe(unknown);
  });
});

describe('signing in again', () => {
  it.each([
    ['by the same person goes on', afterEnd(signedIn, end), 'amina', 'go-on'],
    ['by another begins anew', afterEnd(signedIn, end), 'iyer', 'begin-anew'],
    ['by another in another tab begins anew', signedIn, 'iyer', 'begin-anew'],
    ['for the first time goes on', unknown, 'iyer', 'go-on'],
  ] as const)('%s', (_how, state, id, next) => {
    expect(whatNext(state, { id })).toBe(next);
  });
});

describe('the coming end of a session', () => {
  it.each([
    [end - minutes(11), 'none'],
    [end - minutes(10), 'soon'],
    [end - minutes(2) - 1, 'soon'],
    [end - minutes(2), 'imminent'],
    [end + minutes(1), 'imminent'],
  ] as const)('is announced in time', (now, stage) => {
    expect(expiryStage(end, now)).toBe(stage);
  });

  it('is not announced where it is not known', () => {
    expect(expiryStage(null, end)).toBe('none');
  });
});
