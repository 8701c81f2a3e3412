import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import type { RuleBook } from '#libs/clinical';
import type { Clock } from '#libs/clock';
import type { Person } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { EventLog } from '#libs/event-log';
import type { Logger, Readiness, Tracing } from '#libs/telemetry';
import type { Registry } from 'prom-client';
import type { ClinicianSettings } from './settings.ts';

/** The rule sets as they are at the moment: a site can change them while the service runs. */
export interface RuleBookInForce {
  readonly current: RuleBook;
}

/** Says when a person signs in with a browser. */
export interface SignIns {
  /** @param listener is waited for: where it fails, so does the sign-in. */
  onSignIn(listener: (person: Person) => Promise<void>): void;
}

/** Everything the clinician service needs from outside itself. */
export interface ClinicianParts {
  readonly settings: ClinicianSettings;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly readiness: Readiness;
  readonly ruleBook: RuleBookInForce;
  /** Left out where nothing is traced. */
  readonly tracing?: Tracing | undefined;
  /** Left out where people do not sign in here. */
  readonly signIns?: SignIns;
  /** Where browsers find the console: links lead there. Messages have none where it is left out. */
  readonly publicUrl?: URL | undefined;
  /** Signs the links and codes by which people reply to notifications; where it is left out, they have to sign in. */
  readonly replyKey?: Uint8Array | undefined;
  /** The credential of the canary's gateway, for the gateway service; undefined where none is to be let in. */
  readonly canary?: CanaryCredential | undefined;
  /** Left out where it is not watched. */
  readonly disk?: DatabaseDisk | undefined;
}

/** Where the database is, as the composition finds it. */
export interface DatabaseDisk {
  /** How much room there is, where that is too little. */
  readonly databaseNearlyFull: { readonly freeBytes: number; readonly sizeBytes: number } | undefined;
}

/** By what the gateway service knows the canary's gateway. */
export interface CanaryCredential {
  readonly secretSha256: string;
  /** Rises, so that a new secret takes the place of an older one. */
  readonly revision: number;
}

/** All of them at once, for what is made of several. */
export const PARTS = Symbol('clinician parts');
export const SETTINGS = Symbol('clinician settings');
export const CLOCK = Symbol('clinician clock');
export const EVENT_LOG = Symbol('clinician event log');
export const DATABASE = Symbol('clinician database');
export const LOGGER = Symbol('clinician logger');
export const METRICS = Symbol('clinician metrics');
/** Null where nothing is traced. */
export const TRACING = Symbol('clinician tracing');
export const READINESS = Symbol('clinician readiness');
export const DISK = Symbol('clinician disk');
export const RULE_BOOK = Symbol('clinician rule book');

/** Made of the parts by the group `commands`. */
export const TIMERS = Symbol('clinician timers');
export const OUTBOX = Symbol('clinician outbox');

/** The OpenAPI document as an object. */
export const API_DOCUMENT = Symbol('clinician API document');

/** The consumer groups, by which handlers say whose batches they process. */
export const chartTransport = Symbol('clinician-chart');
export const alertsTransport = Symbol('clinician-alerts');

@Module({})
class PartsModule {}

/** The parts as what Nest injects. Every group imports the one module that this makes. */
export function partsModule(parts: ClinicianParts): DynamicModule {
  const providers: Provider[] = [
    { provide: PARTS, useValue: parts },
    { provide: SETTINGS, useValue: parts.settings },
    { provide: CLOCK, useValue: parts.clock },
    { provide: EVENT_LOG, useValue: parts.log },
    { provide: DATABASE, useValue: parts.database },
    { provide: LOGGER, useValue: parts.logger },
    { provide: METRICS, useValue: parts.metrics },
    { provide: READINESS, useValue: parts.readiness },
    { provide: DISK, useValue: parts.disk ?? { databaseNearlyFull: undefined } },
    { provide: TRACING, useValue: parts.tracing ?? null },
    { provide: RULE_BOOK, useValue: parts.ruleBook },
  ];
  return { module: PartsModule, providers, exports: providers };
}
