export { DatabaseUnreachableError } from './database-errors.ts';
export { type Database, type DatabaseOptions, type DatabaseTimeouts, openDatabase } from './database.ts';
export { type DataClass, deleteInSteps, type StepwiseDeletion } from './data-class.ts';
export type { ExclusiveWork } from './exclusive-work.ts';
export { schemaDrift } from './schema-drift.ts';
