import { readCookie, setCookie } from './cookies.ts';
import { attemptCookieName, decodeAttempt, encodeAttempt } from './sign-in-attempt.ts';

const attempt = {
  state: 'a-random-state',
  nonce: 'a-nonce',
  codeVerifier: 'v'.repeat(43),
  returnTo: '/wards/1?tab=alerts',
};

describe('An attempt to sign in', () => {
  it('survives the way through a cookie', () => {
    const name = attemptCookieName(attempt.state);
    const header = setCookie(name, encodeAttempt(attempt), { path: '/auth', maxAgeSeconds: 60, secure: true });
    const sentBack = `other=1; ${header.split(';', 1).join('')}; ${name}x=2`;
    expect(decodeAttempt(readCookie(sentBack, name), attempt.state)).toEqual(attempt);
  });

  it('is not taken up with another state', () => {
    expect(decodeAttempt(encodeAttempt(attempt), 'another-state')).toBeUndefined();
  });

  it.each([undefined, '', 'not base64url json', encodeAttempt({ ...attempt, returnTo: 'https://elsewhere.test' })])(
    'is not read out of %j',
    (cookie) => {
      expect(decodeAttempt(cookie, attempt.state)).toBeUndefined();
    },
  );
});
