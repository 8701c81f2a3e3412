import pg from 'pg';

import { startTestDatabase } from './test-database.ts';

describe('a database for a test', () => {
  it('is empty and used by no other test', async () => {
    const databases = await Promise.all([startTestDatabase(), startTestDatabase()]);
    expect(new Set(databases.map(({ url }) => url)).size).toBe(2);
    for (const { url, stop } of databases) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('CREATE TABLE mine (id integer)');
      await client.end();
      await stop();
    }
  });
});
