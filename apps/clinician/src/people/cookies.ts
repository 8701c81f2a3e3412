/** The value of a cookie in a `Cookie` header; undefined where it is not there. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export interface CookieOptions {
  readonly path: string;
  readonly maxAgeSeconds: number;
  /** Only over TLS. */
  readonly secure: boolean;
}

/**
 * A `Set-Cookie` header that no script can read, and that other sites cannot send along with a change.
 *
 * @param value of letters, digits, hyphens and underscores: it is not escaped.
 */
export function setCookie(name: string, value: string, options: CookieOptions): string {
  const attributes = [`Path=${options.path}`, `Max-Age=${String(options.maxAgeSeconds)}`, 'HttpOnly', 'SameSite=Lax'];
  return [`${name}=${value}`, ...attributes, ...(options.secure ? ['Secure'] : [])].join('; ');
}
