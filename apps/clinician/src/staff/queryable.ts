import type { QueryResult, QueryResultRow } from 'pg';

/** Reads by a connection: of the pool, or of a transaction that is under way. */
export interface Queryable {
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<Row>>;
}
