/** Real: Postgres. */
import { openDatabase, schemaDrift } from '#libs/database';
import { startTestDatabase } from '#libs/embedded';
import { clinicianEntities, clinicianMigrations } from '../clinician.module.ts';

/** Foreign keys into another capability, whose entity, where there is one, is not known to the one that refers to it. */
const intoOtherCapabilities = [
  'ALTER TABLE "clinician"."device" DROP CONSTRAINT "device_gateway_id_fkey"',
  'ALTER TABLE "clinician"."device_holding" DROP CONSTRAINT "device_holding_patient_id_fkey"',
];

it('the entities say of their tables what the migration made: TypeORM would change nothing', async () => {
  const testDatabase = await startTestDatabase();
  const database = await openDatabase({
    url: testDatabase.url,
    schema: 'clinician',
    entities: [...clinicianEntities],
    migrations: clinicianMigrations,
  });
  try {
    expect(await schemaDrift(database.dataSource)).toEqual(intoOtherCapabilities);
  } finally {
    await database.close();
    await testDatabase.stop();
  }
}, 60_000);
