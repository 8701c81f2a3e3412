import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import { MeController } from './me.controller.ts';
import { OpenIdClient, type OpenIdSettings } from './open-id.client.ts';
import { SessionsService } from './sessions.service.ts';
import { SessionsStore } from './sessions.store.ts';
import { ATTEMPT_KEY, PEOPLE_LOGGER, PUBLIC_URL, SignInController } from './sign-in.controller.ts';

/** What answers a browser before anybody is signed in: for `openPaths` of the composition's `Identification`. */
export const signInPaths = ['/auth/login', '/auth/callback', '/auth/logout', '/auth/signed-out'] as const;

export interface PeopleParts {
  readonly sessions: SessionsService;
  readonly openId: OpenIdSettings;
  /** Where browsers find the console. */
  readonly publicUrl: URL;
  /** What signs the cookies of attempts to sign in, in all processes of the installation. */
  readonly attemptKey: Uint8Array;
  readonly logger: Logger;
}

/**
 * Knows people by their session cookie. Made before the Nest application, since the guard in front of all of it asks;
 * hand the same one to `peopleModule`.
 */
export function sessionsOf(parts: {
  readonly database: Pick<Database, 'pool'>;
  readonly clock: Clock;
  readonly sessionHours: number;
  readonly publicUrl: URL;
}): SessionsService {
  const { database, clock, sessionHours, publicUrl } = parts;
  const secure = publicUrl.protocol === 'https:';
  return new SessionsService({ store: new SessionsStore(database), clock, sessionHours, secure });
}

@Module({})
class PeopleModule {}

/** Signing in and out, and `GET /api/v1/me`. */
export function peopleModule(parts: PeopleParts): DynamicModule {
  return {
    module: PeopleModule,
    controllers: [SignInController, MeController],
    providers: [
      { provide: OpenIdClient, useValue: new OpenIdClient(parts.openId, parts.publicUrl) },
      { provide: SessionsService, useValue: parts.sessions },
      { provide: PUBLIC_URL, useValue: parts.publicUrl },
      { provide: ATTEMPT_KEY, useValue: parts.attemptKey },
      { provide: PEOPLE_LOGGER, useValue: parts.logger },
    ],
  };
}
