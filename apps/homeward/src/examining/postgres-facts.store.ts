import type { Client } from 'pg';

import { neededSettings, type PostgresFacts } from './postgres-faults.ts';

/** Every number of a transaction that there can be before the server has to stop. */
const transactionNumbers = 2_147_483_647;

export async function clockOfDatabase(client: Client): Promise<Date> {
  const { rows } = await client.query<{ readonly now: Date }>('SELECT clock_timestamp() AS now');
  const [row] = rows;
  if (row === undefined) throw new TypeError('a SELECT without FROM gave no row');
  return row.now;
}

export async function postgresFacts(client: Client): Promise<PostgresFacts> {
  const settings = await client.query<{ readonly name: string; readonly setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY($1)',
    [neededSettings],
  );
  const state = await client.query<{ readonly connections: string; readonly oldest: string }>(
    `SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
            (SELECT max(age(datfrozenxid)) FROM pg_database) AS oldest`,
  );
  const slots = await client.query<{ name: string; active: boolean; held: string | null; state: string | null }>(
    `SELECT slot_name AS name, active, wal_status AS state,
            pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END,
                            restart_lsn) AS held
       FROM pg_replication_slots ORDER BY slot_name`,
  );
  return {
    settings: Object.fromEntries(settings.rows.map(({ name, setting }) => [name, setting])),
    connections: Number(state.rows[0]?.connections),
    transactionsLeft: transactionNumbers - Number(state.rows[0]?.oldest),
    slots: slots.rows.map(({ held, ...slot }) => ({ ...slot, heldBytes: Number(held ?? 0) })),
  };
}

/** What the server takes a zone's clocks to be ahead of UTC by, in seconds, at each instant. */
export async function offsetsOfDatabase(
  client: Client,
  zone: string,
  instants: readonly Date[],
): Promise<readonly number[]> {
  const { rows } = await client.query<{ readonly seconds: string }>(
    `SELECT extract(epoch FROM (at AT TIME ZONE $1) - (at AT TIME ZONE 'UTC'))::int AS seconds
       FROM unnest($2::timestamptz[]) WITH ORDINALITY AS asked(at, number) ORDER BY number`,
    [zone, instants],
  );
  return rows.map(({ seconds }) => Number(seconds));
}
