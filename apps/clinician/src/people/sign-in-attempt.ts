import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * What must still be known when a browser comes back from the provider. It travels in a cookie of that browser, so that
 * no other browser can finish what this one began, and any replica can take it up. It is signed, since what can set
 * cookies for this name need not be this site: a neighbour under the same domain, or another port of the same host.
 */
export const SignInAttempt = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  codeVerifier: z.string().min(43).max(128),
  returnTo: z.string().startsWith('/'),
});
export type SignInAttempt = z.infer<typeof SignInAttempt>;

/** A cookie of its own for each attempt: two tabs that sign in at once do not spoil each other's. */
export const attemptCookieName = (state: string): string => `homeward_sign_in_${state.slice(0, 12)}`;

export const attemptLastsSeconds = 15 * 60;

export function encodeAttempt(attempt: SignInAttempt, key: Uint8Array): string {
  const content = Buffer.from(JSON.stringify(attempt)).toString('base64url');
  return `${content}_${seal(content, key)}`;
}

/** The attempt that the cookie holds; undefined where it holds none of this state that was signed here. */
export function decodeAttempt(
  cookie: string | undefined,
  { state, key }: { readonly state: string; readonly key: Uint8Array },
): SignInAttempt | undefined {
  const content = cookie?.slice(0, -(sealCharacters + 1)) ?? '';
  const right = Buffer.from(`${content}_${seal(content, key)}`);
  const given = Buffer.from(cookie ?? '');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const parsed = SignInAttempt.safeParse(jsonOf(Buffer.from(content, 'base64url').toString('utf8')));
  return parsed.success && parsed.data.state === state ? parsed.data : undefined;
}

/** Of SHA-256 in base64url. */
const sealCharacters = 43;

function seal(content: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`attempt to sign in: ${content}`).digest('base64url');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A cookie that was changed is as good as none.
    return undefined;
  }
}
