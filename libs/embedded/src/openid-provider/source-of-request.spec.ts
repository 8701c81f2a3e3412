import { Socket } from 'node:net';
import { addressOf, KnownBrowsers } from './source-of-request.ts';

describe('The address of a request', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s counts as %s', (remoteAddress, expected) => {
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress });
    expect(addressOf({ socket })).toBe(expected);
  });
});

describe('A browser that knows a person', () => {
  const browsers = new KnownBrowsers('a key of this provider');
  const [name, value] = browsers.cookieFor('nurse');

  it('is recognised by its cookie, among others', () => {
    expect(browsers.identify(`a=1; ${name}=${value}; b=2`, 'nurse')).toBe(value.split('.')[0]);
  });

  it.each([
    ['without the cookie', 'a=1'],
    ['with one of another person', browsers.cookieFor('prescriber').join('=')],
    ['with one that was changed', `${name}=x${value}`],
    ['with one made with another key', `${name}=${new KnownBrowsers('another').cookieFor('nurse')[1]}`],
  ])('is not, %s', (_case, cookies) => {
    expect(browsers.identify(cookies, 'nurse')).toBeUndefined();
  });
});
