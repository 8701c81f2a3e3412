import { delayAfter, FailedAttempts, waitAfter } from './failed-attempts.ts';

describe('Guessing a password', () => {
  it('is free twice, then waits twice as long each time, never more than a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 100].map(waitAfter)).toEqual([0, 0, 0, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('from many sources is answered later and later, by no more than four seconds', () => {
    expect([0, 9, 10, 11, 12, 13, 14, 1000].map(delayAfter)).toEqual([0, 0, 0.5, 1, 2, 4, 4, 4]);
  });

  it('makes the next attempt under that key wait, and no other', () => {
    let seconds = 1000;
    const attempts = new FailedAttempts(() => seconds);
    for (let failure = 0; failure < 4; failure += 1) attempts.failed('nurse');
    expect(attempts.secondsToWait('nurse')).toBe(4);
    expect(attempts.secondsToWait('prescriber')).toBe(0);
    seconds += 4;
    expect(attempts.secondsToWait('nurse')).toBe(0);
  });

  it('is forgotten after the right password, and after a quarter of an hour', () => {
    let seconds = 0;
    const attempts = new FailedAttempts(() => seconds);
    for (let failure = 0; failure < 6; failure += 1) attempts.failed('nurse');
    attempts.succeeded('nurse');
    expect(attempts.secondsToWait('nurse')).toBe(0);
    for (let failure = 0; failure < 6; failure += 1) attempts.failed('nurse');
    seconds += 901;
    attempts.failed('nurse');
    expect(attempts.secondsToWait('nurse')).toBe(0);
    expect(attempts.count('nurse')).toBe(1);
  });
});
