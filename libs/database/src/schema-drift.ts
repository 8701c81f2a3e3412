import type { DataSource } from 'typeorm';

/**
 * The statements that TypeORM would still generate as a migration: where the entities and the tables that the migrations
 * have made differ. Tables without an entity are not looked at. Empty when both agree.
 */
export async function schemaDrift(dataSource: DataSource): Promise<readonly string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}
