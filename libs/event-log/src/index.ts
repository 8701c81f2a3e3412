export { EventLogUnavailableError } from './event-log-errors.ts';
export type { EventLog, OutgoingRecord, Subscription } from './event-log.ts';
export { createKafkaLog } from './kafka/kafka-log.ts';
export { encode } from './outgoing-records.ts';
export { postgresLogDataClasses } from './postgres/postgres-data-classes.ts';
export { createPostgresLog } from './postgres/postgres-log.ts';
export { EventLogTransport } from './transport/event-log-transport.ts';
export type { EventBatch } from './transport/event-batch.ts';
export { FromLog } from './transport/from-log.ts';
