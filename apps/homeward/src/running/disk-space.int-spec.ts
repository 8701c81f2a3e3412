import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { spaceOfDatabase } from './disk-space.store.ts';

// Real: Postgres.

describe('The room that another Postgres has left', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  }, 60_000);
  afterAll(() => database.stop());

  it('is what its disk has beyond the size of the database, and never less than nothing', async () => {
    const gigabyte = 2 ** 30;
    const { freeBytes, sizeBytes } = await spaceOfDatabase(database.url, gigabyte);
    expect(sizeBytes).toBe(gigabyte);
    expect(freeBytes).toBeGreaterThan(gigabyte / 2);
    expect(freeBytes).toBeLessThan(gigabyte - 2 ** 20);
    expect(await spaceOfDatabase(database.url, 1)).toEqual({ freeBytes: 0, sizeBytes: 1 });
  });
});
