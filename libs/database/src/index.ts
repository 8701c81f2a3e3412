export { type Database, type DatabaseOptions, openDatabase } from './database.ts';
export { type DataClass, deleteInSteps } from './data-class.ts';
export { schemaDrift } from './schema-drift.ts';
export { together } from './together.ts';
