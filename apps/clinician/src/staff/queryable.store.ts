import type { Pool } from 'pg';

/** What stores read by: the pool, or a connection whose transaction is under way. */
export type Queryable = Pick<Pool, 'query'>;
