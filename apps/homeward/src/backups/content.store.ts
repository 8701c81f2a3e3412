import type { Client } from 'pg';
import pg from 'pg';

/** What a table holds: how many rows, and a number that differs where any of them does. */
export interface TableContent {
  readonly table: string;
  readonly rows: number;
  readonly fingerprint: string;
}

/** Reads every row of every table of a database, in the order in which they lie, so that a page that is damaged is found. */
export async function contentOf(client: Client): Promise<readonly TableContent[]> {
  const { rows } = await client.query<{ readonly schema: string; readonly name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      ORDER BY 1, 2`,
  );
  const contents: TableContent[] = [];
  for (const { schema, name } of rows) {
    const found = await client.query<{ readonly rows: string; readonly fingerprint: string }>(
      `SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS fingerprint
         FROM ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)} t`,
    );
    const [content] = found.rows;
    contents.push({
      table: `${schema}.${name}`,
      rows: Number(content?.rows),
      fingerprint: content?.fingerprint ?? '',
    });
  }
  return contents;
}
