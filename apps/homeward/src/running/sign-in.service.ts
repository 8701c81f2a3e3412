import { hkdfSync } from 'node:crypto';

import type { DynamicModule } from '@nestjs/common';

import { SystemClock } from '#libs/clock';
import type { Database } from '#libs/database';
import { EmbeddedOpenIdProvider } from '#libs/embedded';
import type { Authenticator } from '#libs/identity';
import type { Logger } from '#libs/telemetry';
import { Counter, type Registry } from 'prom-client';

import { type OpenIdSettings, peopleModule, sessionsOf } from '../../../clinician/src/clinician.module.ts';
import type { ServiceSettings } from './service-settings.ts';

/** How people sign in here. */
export interface SignIn {
  readonly module: DynamicModule;
  readonly sessions: Authenticator & Pick<ReturnType<typeof sessionsOf>, 'onSignIn'>;
  /** Undefined when people sign in elsewhere (OIDC_ISSUER). */
  readonly provider: EmbeddedOpenIdProvider | undefined;
}

export interface SignInParts {
  readonly settings: ServiceSettings;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  /** What tokens are signed with. */
  readonly key: Uint8Array;
  /** Where this process serves, as it reaches itself. */
  readonly ownUrl: URL;
  /** Where browsers find it. */
  readonly publicUrl: URL;
}

/** Prepares sign-in with OIDC_ISSUER if set, else with the embedded provider, on the same address under `/oidc`. */
export async function signIn({
  settings,
  database,
  logger,
  metrics,
  key,
  ownUrl,
  publicUrl,
}: SignInParts): Promise<SignIn> {
  // Who a person is holds by the real time, even where a test has stopped the ward's clock.
  const clock = new SystemClock();
  const sessions = sessionsOf({ database, clock, sessionHours: settings.SESSION_HOURS, publicUrl });
  const provider =
    settings.OIDC_ISSUER === undefined
      ? await EmbeddedOpenIdProvider.open({
          home: settings.HOMEWARD_HOME,
          publicUrl,
          logger,
          production: settings.NODE_ENV === 'production',
          allowInProduction: settings.OIDC_EMBEDDED_IN_PRODUCTION === 'yes',
          onAttempt: countAttempts(metrics),
        })
      : undefined;
  const openId = provider === undefined ? foreign(settings) : embedded(provider, settings, ownUrl);
  const attemptKey = attemptKeyOf(key);
  return { module: peopleModule({ sessions, openId, publicUrl, attemptKey, logger }), sessions, provider };
}

function countAttempts(metrics: Registry): (outcome: string) => void {
  const attempts = new Counter({
    name: 'homeward_sign_in_attempts_total',
    help: 'Attempts to sign in at the embedded provider, by outcome: right, wrong, too-soon.',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  return (outcome) => {
    attempts.inc({ outcome });
  };
}

function attemptKeyOf(tokenKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', tokenKey, '', 'homeward attempts to sign in', 32));
}

function embedded(provider: EmbeddedOpenIdProvider, settings: ServiceSettings, ownUrl: URL): OpenIdSettings {
  const { issuer, clientId, clientSecret, roleClaim } = provider;
  return { issuer, clientId, clientSecret, roleClaim, scope: settings.OIDC_SCOPE, backChannel: ownUrl };
}

function foreign(settings: ServiceSettings): OpenIdSettings {
  return {
    issuer: settings.OIDC_ISSUER ?? '',
    clientId: settings.OIDC_CLIENT_ID,
    clientSecret: settings.OIDC_CLIENT_SECRET,
    roleClaim: settings.OIDC_ROLE_CLAIM,
    scope: settings.OIDC_SCOPE,
  };
}
