import { isOwnSite, ownPath } from './own-site.ts';

describe('Where a change comes from', () => {
  it.each([
    ['the browser says it is our own page', { 'sec-fetch-site': 'same-origin' }, true],
    [
      'the browser says it is another site',
      { 'sec-fetch-site': 'cross-site', origin: 'http://ward.test', host: 'ward.test' },
      false,
    ],
    ['the browser says it is a sister domain', { 'sec-fetch-site': 'same-site' }, false],
    ['an older browser names our origin', { origin: 'http://ward.test:8080', host: 'ward.test:8080' }, true],
    ['an older browser names another port', { origin: 'http://ward.test:9090', host: 'ward.test:8080' }, false],
    ['the origin is hidden', { origin: 'null', host: 'ward.test' }, false],
    ['nothing is said', { host: 'ward.test' }, false],
  ])('%s', (_claim, headers, own) => {
    expect(isOwnSite(headers)).toBe(own);
  });
});

describe('Where to go after signing in', () => {
  it.each(['/', '/wards/1?tab=alerts#now', '/patients/a%20b'])('%s is kept', (path) => {
    expect(ownPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'https://elsewhere.test/',
    '//elsewhere.test/',
    '/\\elsewhere.test/',
    '/\t/elsewhere.test/',
    '/.//elsewhere.test/',
    'javascript:alert(1)',
    '/auth/login?returnTo=/',
  ])('%j leads to the front page instead', (path) => {
    expect(ownPath(path)).toBe('/');
  });
});
