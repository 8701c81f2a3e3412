import { readCookie, setCookie } from './cookies.ts';
import { attemptCookieName, decodeAttempt, encodeAttempt } from './sign-in-attempt.ts';

const attempt = {
  state: 'a-random-state',
  nonce: 'a-nonce',
  codeVerifier: 'v'.repeat(43),
  returnTo: '/wards/1?tab=alerts',
};

const key = new Uint8Array(32).fill(7);
const { state } = attempt;

describe('An attempt to sign in', () => {
  it('survives the way through a cookie', () => {
    const name = attemptCookieName(attempt.state);
    const header = setCookie(name, encodeAttempt(attempt, key), { path: '/auth', maxAgeSeconds: 60, secure: true });
    const sentBack = `other=1; ${header.split(';', 1).join('')}; ${name}x=2`;
    expect(decodeAttempt(readCookie(sentBack, name), { state, key })).toEqual(attempt);
  });

  it('is not taken up with another state', () => {
    expect(decodeAttempt(encodeAttempt(attempt, key), { state: 'another-state', key })).toBeUndefined();
  });

  it('is not taken up where another has signed it, or changed where it leads', () => {
    const another = new Uint8Array(32).fill(8);
    expect(decodeAttempt(encodeAttempt(attempt, another), { state, key })).toBeUndefined();
    const [, seal = ''] = /_([\w-]{43})$/u.exec(encodeAttempt(attempt, key)) ?? [];
    const changed = Buffer.from(JSON.stringify({ ...attempt, returnTo: '/elsewhere' })).toString('base64url');
    expect(decodeAttempt(`${changed}_${seal}`, { state, key })).toBeUndefined();
  });

  it('leads to no other site, even where it is signed', () => {
    const elsewhere = encodeAttempt({ ...attempt, returnTo: 'https://elsewhere.test' }, key);
    expect(decodeAttempt(elsewhere, { state, key })).toBeUndefined();
  });

  it.each([undefined, '', 'not base64url json', 'a_b'])('is not read out of %j', (cookie) => {
    expect(decodeAttempt(cookie, { state, key })).toBeUndefined();
  });
});
