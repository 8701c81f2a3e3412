import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const prefix = 'homeward_known_';
const nonceBytes = 16;

/**
 * The address that a request comes from, as far as one guest of a network can choose it: all of IPv4, and the first half of
 * IPv6, whose other half is the guest's own.
 */
export function addressOf(request: Pick<IncomingMessage, 'socket'>): string {
  const address = request.socket.remoteAddress ?? '';
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:([\d.]+)$/iu.exec(address)?.[1];
  return mapped ?? firstHalf(address);
}

function firstHalf(address: string): string {
  const [front = '', back] = address.split('::', 2);
  const groups = front === '' ? [] : front.split(':');
  const rest = back === undefined || back === '' ? 0 : back.split(':').length;
  const missing = back === undefined ? 0 : 8 - groups.length - rest;
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...(back ?? '').split(':')];
  return `${all.slice(0, 4).join(':')}::/64`;
}

/**
 * Browsers in which a person has signed in before: each has a signed cookie for each such person. Guesses from elsewhere
 * neither slow them down nor lock them out; those from the browser itself are counted by the cookie.
 *
 * @see OWASP, Slow Down Online Guessing Attacks with Device Cookies.
 */
export class KnownBrowsers {
  constructor(private readonly key: string) {}

  /** Name and value of the cookie for a browser in which this person has just signed in. */
  cookieFor(username: string): readonly [name: string, value: string] {
    const nonce = randomBytes(nonceBytes).toString('base64url');
    return [this.#nameFor(username), `${nonce}.${this.#seal(username, nonce)}`];
  }

  /** What identifies the browser where this person has signed in in it; undefined for any other. */
  identify(cookies: string | undefined, username: string): string | undefined {
    const name = this.#nameFor(username);
    const pair = (cookies ?? '').split(/;\s*/u).find((cookie) => cookie.startsWith(`${name}=`));
    const [nonce = '', seal = ''] = pair?.slice(name.length + 1).split('.', 2) ?? [];
    const right = Buffer.from(this.#seal(username, nonce));
    const given = Buffer.from(seal);
    return given.length === right.length && timingSafeEqual(given, right) ? nonce : undefined;
  }

  /** The same for whichever of these people it knows. */
  identifyAny(cookies: string | undefined, usernames: readonly string[]): string | undefined {
    if (cookies?.includes(prefix) !== true) return undefined;
    for (const username of usernames) {
      const browser = this.identify(cookies, username);
      if (browser !== undefined) return browser;
    }
    return undefined;
  }

  #nameFor(username: string): string {
    return `${prefix}${this.#mac('name', username).slice(0, 16)}`;
  }

  #seal(username: string, nonce: string): string {
    return this.#mac('value', `${nonce}.${username}`);
  }

  #mac(purpose: string, text: string): string {
    return createHmac('sha256', this.key).update(`known browser, ${purpose}: ${text}`).digest('base64url');
  }
}
