import { z } from 'zod';

/** What can be set about signing in; part of the clinician service's settings. */
export const SignInSettings = z.object({
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where browsers find the console; signing in leads back there. Left out, the address that is printed at the start.',
    ),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The OpenID provider that people sign in with. Left out, the embedded one serves.'),
  OIDC_CLIENT_ID: z
    .string()
    .min(1)
    .default('homeward-console')
    .describe('Under which name that provider knows Homeward.'),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('The secret that it has given to Homeward.'),
  OIDC_ROLE_CLAIM: z
    .string()
    .min(1)
    .default('homeward_role')
    .describe("The claim that holds a person's role: one of Homeward's, alone or in a list."),
  OIDC_SCOPE: z.string().min(1).default('openid profile').describe('The scopes to ask that provider for.'),
  OIDC_EMBEDDED_IN_PRODUCTION: z
    .enum(['yes', 'no'])
    .default('no')
    .describe('Whether the embedded provider may serve where NODE_ENV is production and OIDC_ISSUER is not set.'),
  SESSION_HOURS: z.coerce
    .number()
    .min(0.1)
    .max(72)
    .default(12)
    .describe('For how long a person stays signed in; a change of role takes effect at the next sign-in.'),
});
export type SignInSettings = z.infer<typeof SignInSettings>;
