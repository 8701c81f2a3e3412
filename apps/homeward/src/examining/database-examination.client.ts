import type { Clock } from '#libs/clock';
import pg from 'pg';

import { withoutSecrets } from '../running/addresses.ts';
import { type Finding, good, reasonOf, unlessFaults } from './finding.ts';
import { offsetsOfDatabase, postgresFacts } from './postgres-facts.store.ts';
import { postgresFaults } from './postgres-faults.ts';
import { instantsAhead, timeZoneFault } from './time-zone-faults.ts';

const patienceMilliseconds = 5_000;
/** Where the wards are; and one whose clocks change by other rules, so that data which is stale is more likely seen. */
const examinedZones = ['Europe/London', 'Europe/Dublin', 'America/New_York'];

/** How the server is set up and how it is: what has been acknowledged has to last. The embedded one is set up by us. */
export async function examinePostgres({
  DATABASE_URL: url,
}: {
  readonly DATABASE_URL?: string | undefined;
}): Promise<Finding> {
  if (url === undefined) return good('the embedded server is set up by Homeward');
  const facts = await asking(url, postgresFacts);
  return unlessFaults(postgresFaults(facts), 'keeps what it has acknowledged');
}

/** Rotas and daily figures go by the clocks of a zone, here and in the database: both have to know the same. */
export async function examineTimeZones(
  { DATABASE_URL: url }: { readonly DATABASE_URL?: string | undefined },
  clock: Clock,
): Promise<Finding> {
  const words = `version ${process.versions['tz'] ?? 'unknown'}`;
  if (url === undefined) return good(words);
  const instants = instantsAhead(clock.now());
  const faults = await asking(url, async (client) => {
    const found: string[] = [];
    for (const zone of examinedZones) {
      const fault = timeZoneFault(zone, instants, await offsetsOfDatabase(client, zone, instants));
      if (fault !== undefined) found.push(fault);
    }
    return found;
  });
  return unlessFaults(faults, `${words}, as the database has it`);
}

async function asking<Result>(url: string, ask: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMilliseconds });
  try {
    await client.connect();
    return await ask(client);
  } catch (error) {
    throw new Error(`Postgres at ${withoutSecrets(url)}: ${reasonOf(error)}. Check DATABASE_URL.`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}
