import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request comes from a page of this very site. A browser says so itself (`Sec-Fetch-Site`), or names the
 * page's origin; a request with neither is not believed.
 *
 * @see OWASP, Cross-Site Request Forgery Prevention Cheat Sheet: verifying origin with standard headers.
 */
export function isOwnSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}

/**
 * A place on this site to go to after signing in, or the front page where what was asked for could lead elsewhere.
 * Sign-in pages are no such place: one would be sent round in circles.
 */
export function ownPath(asked: string | undefined): string {
  const here = 'http://here.invalid';
  if (asked === undefined || !asked.startsWith('/') || !URL.canParse(asked, here)) return '/';
  const url = new URL(asked, here);
  if (url.origin !== here || url.pathname.startsWith('//') || url.pathname.startsWith('/auth/')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
