export { DatabaseUnreachableError } from './database-errors.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database.ts';
