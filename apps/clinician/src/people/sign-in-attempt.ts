import { z } from 'zod';

/**
 * What must still be known when a browser comes back from the provider. It travels in a cookie of that browser, so that
 * no other browser can finish what this one began, and any replica can take it up.
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

export function encodeAttempt(attempt: SignInAttempt): string {
  return Buffer.from(JSON.stringify(attempt)).toString('base64url');
}

/** The attempt that the cookie holds; undefined where it holds none of this state. */
export function decodeAttempt(cookie: string | undefined, state: string): SignInAttempt | undefined {
  const parsed = SignInAttempt.safeParse(jsonOf(Buffer.from(cookie ?? '', 'base64url').toString('utf8')));
  return parsed.success && parsed.data.state === state ? parsed.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A cookie that was changed is as good as none.
    return undefined;
  }
}
