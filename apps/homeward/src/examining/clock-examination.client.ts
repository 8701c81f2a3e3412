import type { Clock } from '#libs/clock';
import pg from 'pg';

import type { ServiceSettings } from '../running/service-settings.ts';
import { readRunFile } from '../local-state/run-file.store.ts';
import { type ClockReading, skewFault } from './clock-skew.ts';
import { type Finding, reasonOf, unlessFaults } from './finding.ts';
import { clockOfDatabase } from './postgres-facts.store.ts';

const patienceMilliseconds = 5_000;
const secondInMilliseconds = 1_000;

/** Compares this machine's clock with those of the database, of the services that run, and of the OpenID provider. */
export async function examineClocks(settings: ServiceSettings, clock: Clock): Promise<Finding> {
  const { DATABASE_URL: database, OIDC_ISSUER: issuer, HOMEWARD_API_URL: asked, HOMEWARD_HOME: home } = settings;
  const api = asked ?? (await readRunFile(home))?.api;
  const readings: Promise<ClockReading>[] = [];
  if (database !== undefined) readings.push(readDatabase(database, clock));
  if (api !== undefined) readings.push(readHttp({ of: 'the services', url: new URL('/health/live', api) }, clock));
  if (issuer !== undefined) readings.push(readHttp({ of: 'the OpenID provider', url: new URL(issuer) }, clock));
  const faults = (await Promise.allSettled(readings)).flatMap((reading) =>
    reading.status === 'fulfilled' ? (skewFault(reading.value) ?? []) : reasonOf(reading.reason),
  );
  return unlessFaults(faults, `that of this machine and of ${String(readings.length)} other part(s) agree`);
}

async function readDatabase(url: string, clock: Clock): Promise<ClockReading> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMilliseconds });
  await client.connect();
  try {
    const askedAt = clock.now();
    const said = await clockOfDatabase(client);
    return { of: 'the database', said, askedAt, answeredAt: clock.now(), grainMs: 0 };
  } finally {
    await client.end();
  }
}

async function readHttp({ of, url }: { readonly of: string; readonly url: URL }, clock: Clock): Promise<ClockReading> {
  const askedAt = clock.now();
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const { headers } = await fetch(url, { method: 'HEAD', signal }).catch((error: unknown) => {
    throw new Error(`${of} (${url.origin}) cannot be asked: ${reasonOf(error)}. See that it runs.`, { cause: error });
  });
  const said = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(said)) throw new Error(`${of} (${url.origin}) did not say what time it is.`);
  return { of, said: new Date(said), askedAt, answeredAt: clock.now(), grainMs: secondInMilliseconds };
}
