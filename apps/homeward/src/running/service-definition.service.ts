import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MigrationInterface } from 'typeorm';

import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import type { EventLog, EventLogTransport } from '#libs/event-log';
import type { Authenticator } from '#libs/identity';
import type { LiveRuleBook } from '#libs/rule-book';
import type { createMetrics, Readiness, Tracing } from '#libs/telemetry';

import type { DiskWatch } from './disk-watch.service.ts';
import type { ServiceSettings } from './service-settings.ts';
import type { SignIn } from './sign-in.service.ts';

/** What every service of this process is made from. */
export interface Parts {
  readonly settings: ServiceSettings;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly readiness: Readiness;
  /** Undefined where nothing is traced. */
  readonly tracing?: Tracing | undefined;
  /** As it is at the moment: a site's own rule sets may change while we run. */
  readonly ruleBook: LiveRuleBook;
  readonly disk: DiskWatch;
}

/** One service, ready to be put on the server. */
export interface Prepared {
  readonly module: DynamicModule;
  readonly transports: readonly EventLogTransport[];
  readonly authenticators: readonly Authenticator[];
  readonly signIn?: SignIn;
  /** The HTTP status of each error code that has one of its own. */
  readonly statusOfCode: Readonly<Record<string, number>>;
  /** What is open to those who are not known. */
  readonly openPaths: readonly string[];
  /** Where devices connect, once the application runs. */
  readonly mqttAddress?: (app: NestFastifyApplication) => string | undefined;
}

export interface ServiceParts extends Parts {
  readonly database: Database;
  /** What tokens and the canary's secret are made with. */
  readonly key: Uint8Array;
  readonly ownUrl: URL;
  readonly publicUrl: URL;
}

/** One of the services, as it is started. */
export interface ServiceDefinition {
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** TypeORM's. */
  readonly entities: readonly (new () => object)[];
  /** How many connections to the database it may have. */
  readonly poolSize: (settings: ServiceSettings) => number;
  readonly prepare: (parts: ServiceParts) => Promise<Prepared>;
}
