/** Real: Postgres. */
import { openDatabase, schemaDrift } from '#libs/database';
import { startTestDatabase } from '#libs/embedded';
import { clinicianEntities, clinicianMigrations } from '../clinician.module.ts';

it('the entities say of their tables what the migration made: TypeORM would change nothing', async () => {
  const testDatabase = await startTestDatabase();
  const database = await openDatabase({
    url: testDatabase.url,
    schema: 'clinician',
    entities: [...clinicianEntities],
    migrations: clinicianMigrations,
  });
  try {
    expect(await schemaDrift(database.dataSource)).toEqual([]);
  } finally {
    await database.close();
    await testDatabase.stop();
  }
}, 60_000);
